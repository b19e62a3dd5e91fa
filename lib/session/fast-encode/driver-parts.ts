import type { Client, ExecutionOptions, QueryOptions, types } from 'cassandra-driver';
import { unknownDriver } from '../unknown-driver';

/** The driver's options of one request; its typings leave out what the driver itself sets on them, and what may miss. */
export interface DriverOptions extends Omit<
  ExecutionOptions,
  | 'getConsistency'
  | 'getFetchSize'
  | 'getPageState'
  | 'getSerialConsistency'
  | 'setKeyspace'
  | 'setRoutingIndexes'
  | 'setRoutingKey'
> {
  getConsistency(): number | undefined;
  getFetchSize(): number | undefined;
  getPageState(): Buffer | null | undefined;
  getSerialConsistency(): number | undefined;
  getOrGenerateTimestamp(): types.Long | null | undefined;
  setKeyspace(keyspace: string): void;
  setRoutingIndexes(indexes: readonly number[]): void;
  setRoutingKey(key: Buffer): void;
}

/** The driver's encoder of one connection. */
export interface DriverEncoder {
  readonly protocolVersion: number;
}

/** A request as the driver sends it: asked for its frame when its connection has a stream for it. */
export interface DriverRequest {
  write(encoder: DriverEncoder, streamId: number): Buffer;
}

/** One statement of a batch. */
export interface PreparedItem {
  readonly query: string;
  readonly queryId: Buffer;
  readonly params: readonly unknown[];
  readonly meta: StatementMeta;
}

/** What a PREPARE has answered. */
export interface StatementMeta {
  readonly keyspace?: string;
  readonly columns: readonly object[];
  readonly partitionKeys?: readonly number[];
}

/** Classes of the driver that it keeps to itself. */
export interface DriverParts {
  readonly ExecuteRequest: new (
    query: string,
    queryId: Buffer,
    params: readonly unknown[],
    options: DriverOptions,
    meta: StatementMeta,
  ) => DriverRequest;
  readonly BatchRequest: new (items: readonly PreparedItem[], options: DriverOptions) => DriverRequest;
  readonly makeOptions: (options: QueryOptions, client: Client) => DriverOptions;
  readonly send: (request: DriverRequest, options: DriverOptions, client: Client) => Promise<types.ResultSet>;
}

interface Modules {
  readonly requests: Pick<DriverParts, 'ExecuteRequest' | 'BatchRequest'>;
  readonly executionOptions: { readonly DefaultExecutionOptions: { readonly create: DriverParts['makeOptions'] } };
  readonly requestHandler: { readonly send: DriverParts['send'] };
}

/** Or the reason why they are not used: a version of the driver whose insides are not known, or one that has not these. */
export function driverParts(): DriverParts | string {
  const unknown = unknownDriver();
  if (unknown !== undefined) return unknown;
  try {
    const { requests, executionOptions, requestHandler } = modules();
    const { ExecuteRequest, BatchRequest } = requests;
    const { DefaultExecutionOptions } = executionOptions;
    return {
      ExecuteRequest,
      BatchRequest,
      makeOptions: (options, client) => DefaultExecutionOptions.create(options, client),
      send: (request, options, client) => requestHandler.send(request, options, client),
    };
  } catch {
    return 'the driver keeps its classes elsewhere';
  }
}

function modules(): Modules {
  /* eslint-disable @typescript-eslint/no-require-imports -- an import would fail for ever where one of them is missing */
  return {
    requests: require('cassandra-driver/lib/requests') as Modules['requests'],
    executionOptions: require('cassandra-driver/lib/execution-options') as Modules['executionOptions'],
    requestHandler: require('cassandra-driver/lib/request-handler') as Modules['requestHandler'],
  };
  /* eslint-enable @typescript-eslint/no-require-imports */
}
