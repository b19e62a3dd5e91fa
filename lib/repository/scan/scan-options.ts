import { ConfigurationError } from '../../errors';
import type { TableMetadata } from '../../metadata/table-metadata';
import type { FilterableWhere } from '../../query/typed-keys';
import { checkRequestOption } from '../../session/validate-request';
import { describeValue } from '../../types/describe-value';
import { withKinds } from '../kinds';
import type { ReadOptions, Selection } from '../options';
import type { ReadRequest } from '../read-request';
import { readFindOptions } from '../read-request';
import { readCount, requireOptions } from '../require-options';

/** How a whole table is read. */
export interface ScanSettings extends ReadOptions {
  /** Ranges that are read side by side; four for each node that is up, at most 32, unless set. */
  readonly parallelism?: number | undefined;
  /** Pieces that the table is cut into, about; the ranges of the nodes and eight for each reader unless set. */
  readonly splits?: number | undefined;
  /** What `checkpoint()` of the same scan returned: goes on from there. */
  readonly resume?: string | undefined;
  /** Rows a second, at most. */
  readonly throttle?: number | undefined;
}

/** What `scan` takes. */
export interface ScanOptionsOf<E, K, S extends Selection<E> | undefined, W> extends ScanSettings {
  /**
   * Conditions on any columns. What no key and no index serves is filtered on the server (ALLOW FILTERING), range by
   * range: that still reads the whole table, but only what matches travels.
   */
  readonly where?: FilterableWhere<E, K, W, true>;
  readonly select?: S;
}

/** Options that were checked, and what is to be read. */
export interface ScanInput {
  readonly request: ReadRequest;
  readonly parallelism: number | undefined;
  readonly splits: number | undefined;
  readonly throttle: number | undefined;
  readonly resume: unknown;
}

const SCAN_OPTIONS = ['parallelism', 'splits', 'resume', 'throttle'];
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['order', 'rows come as the ranges do; sort them afterwards'],
  ['limit', 'leave the loop when you have enough'],
  ['perPartitionLimit', 'find() has it'],
  ['allowFiltering', 'a scan with a where always allows it'],
]);
const MAX_PARALLELISM = 1_024;
const MAX_SPLITS = 100_000;

/** @throws ConfigurationError for an unknown or wrong option; QueryPlanError, ValidationError for the conditions. */
export function readScanOptions(table: TableMetadata, options: object): ScanInput {
  requireOptions(table.name, options);
  for (const [name, hint] of OTHERS) {
    if (name in options) throw new ConfigurationError(`${table.name}: scan() has no '${name}': ${hint}.`);
  }
  const given = 'where' in options ? { ...options, where: withKinds(table, options.where) } : options;
  const { parallelism, splits, throttle, resume } = options as ScanSettings;
  const request = readFindOptions(table, given, SCAN_OPTIONS);
  // The scan itself goes by signal and page size, before any request is checked.
  for (const [name, value] of Object.entries(request.options)) checkRequestOption(name, value);
  return {
    request,
    parallelism: readCount(table.name, 'parallelism', parallelism, MAX_PARALLELISM),
    splits: readCount(table.name, 'splits', splits, MAX_SPLITS),
    throttle: readRate(table.name, throttle),
    resume,
  };
}

function readRate(table: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new ConfigurationError(`${table}: 'throttle' is a number of rows a second, not ${describeValue(value)}.`);
}
