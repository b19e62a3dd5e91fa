import { types } from 'cassandra-driver';
import type { WriteTime } from '../request-planner';
import type { DriverEncoder, DriverOptions, DriverRequest, PreparedItem, StatementMeta } from './driver-parts';
import { batchFrame, executeFrame, type FrameSettings, HEADER_LENGTH } from './frames';

const LOGGED = 0;
const UNLOGGED = 1;
const COUNTER = 2;

/**
 * Has the members of the driver's own request, which look into it: its retries set the consistency, and a tracker
 * reads the length.
 */
abstract class DirectRequest implements DriverRequest {
  length = 0;
  readonly options: DriverOptions;
  readonly timestamp: WriteTime | null;
  consistency: number;
  protected readonly valuesLength: number;

  constructor(options: DriverOptions, timestamp: WriteTime | undefined, valuesLength: number) {
    this.options = options;
    this.timestamp = timestamp ?? options.getOrGenerateTimestamp() ?? null;
    this.consistency = options.getConsistency() ?? types.consistencies.one;
    this.valuesLength = valuesLength;
  }

  abstract write(encoder: DriverEncoder, streamId: number): Buffer;

  clone(): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this) as object) as this, this);
  }

  protected settings(version: number, streamId: number): FrameSettings {
    const { options, consistency, timestamp } = this;
    const serialConsistency = options.getSerialConsistency() ?? 0;
    return { version, streamId, tracing: options.isQueryTracing(), consistency, serialConsistency, timestamp };
  }
}

/** An EXECUTE that writes its frame in one go. */
export class DirectExecute extends DirectRequest {
  constructor(
    readonly query: string,
    readonly queryId: Buffer,
    readonly params: readonly unknown[],
    options: DriverOptions,
    readonly meta: StatementMeta,
    timestamp: WriteTime | undefined,
    valuesLength: number,
  ) {
    super(options, timestamp, valuesLength);
  }

  write({ protocolVersion }: DriverEncoder, streamId: number): Buffer {
    const { options } = this;
    const page = { size: options.getFetchSize() ?? 0, state: options.getPageState() ?? undefined };
    const frame = executeFrame(this, this.valuesLength, this.settings(protocolVersion, streamId), page);
    this.length = frame.length - HEADER_LENGTH;
    return frame;
  }
}

/** A BATCH of prepared statements that writes its frame in one go. */
export class DirectBatch extends DirectRequest {
  readonly type: number;

  constructor(
    readonly queries: readonly PreparedItem[],
    options: DriverOptions,
    timestamp: WriteTime | undefined,
    valuesLength: number,
  ) {
    super(options, timestamp, valuesLength);
    this.type = options.isBatchCounter() ? COUNTER : options.isBatchLogged() ? LOGGED : UNLOGGED;
  }

  write({ protocolVersion }: DriverEncoder, streamId: number): Buffer {
    const frame = batchFrame(this.queries, this.type, this.valuesLength, this.settings(protocolVersion, streamId));
    this.length = frame.length - HEADER_LENGTH;
    return frame;
  }
}
