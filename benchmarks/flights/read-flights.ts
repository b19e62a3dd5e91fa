import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PACKAGES } from '../suite/folder';
import type { FlightRecord } from './flight-record.entity';

interface Chunk {
  readonly columnData: readonly unknown[];
  readonly rowStart: number;
}

interface Metadata {
  readonly num_rows: bigint;
  readonly row_groups: readonly { readonly num_rows: bigint }[];
}

/** What is used of hyparquet, which is installed beside the benchmarks only. */
interface Parquet {
  readonly asyncBufferFromFile: (path: string) => Promise<object>;
  readonly parquetMetadataAsync: (file: object) => Promise<Metadata>;
  readonly parquetRead: (options: object) => Promise<void>;
}

export interface Flights {
  readonly count: number;
  readonly rows: AsyncIterable<FlightRecord>;
}

/** The flights of a Parquet file, at most so many. */
export async function openFlights(file: URL, limit: number): Promise<Flights> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetRead } = await load<Parquet>('hyparquet');
  const { compressors } = await load<{ readonly compressors: object }>('hyparquet-compressors');
  const buffer = await asyncBufferFromFile(fileURLToPath(file));
  const metadata = await parquetMetadataAsync(buffer);
  const count = Math.min(limit, Number(metadata.num_rows));
  return { count, rows: read() };

  async function* read(): AsyncGenerator<FlightRecord> {
    const columns = new Columns(Math.max(...metadata.row_groups.map(({ num_rows: rows }) => Number(rows))));
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      if (rowStart >= count) return;
      const rowEnd = rowStart + Number(group.num_rows);
      // The reader decodes a column of a row group as a whole, whatever rows are asked for, and all columns at once when
      // all are asked for: 270,000 values of each, most of them bigints. One at a time, only one is in memory.
      for (const name of COLUMNS) {
        const onChunk = (chunk: Chunk): void => {
          columns.take(name, chunk.columnData, chunk.rowStart - rowStart);
        };
        await parquetRead({ file: buffer, metadata, compressors, columns: [name], rowStart, rowEnd, onChunk });
        globalThis.gc?.();
      }
      for (let row = rowStart; row < Math.min(rowEnd, count); row += 1) yield columns.flight(row - rowStart, row);
      rowStart = rowEnd;
    }
  }
}

const COLUMNS = ['date', 'delay', 'distance', 'origin', 'destination'] as const;
type ColumnName = (typeof COLUMNS)[number];

/** The columns of one row group as numbers; airports by their place in a list. The next group takes the same memory. */
class Columns {
  readonly #values: Readonly<Record<ColumnName, Float64Array | Int32Array>>;
  readonly #airports: string[] = [];
  readonly #places = new Map<string, number>();

  constructor(size: number) {
    this.#values = {
      date: new Float64Array(size),
      delay: new Int32Array(size),
      distance: new Int32Array(size),
      origin: new Int32Array(size),
      destination: new Int32Array(size),
    };
  }

  take(name: ColumnName, data: readonly unknown[], offset: number): void {
    const column = this.#values[name];
    for (let index = 0; index < data.length; index += 1) {
      const value = data[index];
      column[offset + index] = typeof value === 'string' ? this.#placeOf(value) : Number(value);
    }
  }

  flight(index: number, number: number): FlightRecord {
    const { date, delay, distance, origin, destination } = this.#values;
    const departure = new Date(date[index]!);
    return {
      origin: this.#airports[origin[index]!]!,
      day: departure.toISOString().slice(0, 10),
      departure,
      number,
      destination: this.#airports[destination[index]!]!,
      delay: delay[index]!,
      distance: distance[index]!,
    };
  }

  #placeOf(airport: string): number {
    const known = this.#places.get(airport);
    if (known !== undefined) return known;
    this.#places.set(airport, this.#airports.length);
    return this.#airports.push(airport) - 1;
  }
}

/** Found from the folder of the packages: an import would look in this one and above. */
async function load<T>(name: string): Promise<T> {
  const path = createRequire(join(PACKAGES, 'noop.js')).resolve(name);
  return (await import(pathToFileURL(path).href)) as T;
}
