import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PACKAGES } from '../suite/folder';
import type { FlightRecord } from './flight-record.entity';

interface Chunk {
  readonly columnName: string;
  readonly columnData: readonly unknown[];
  readonly rowStart: number;
}

interface Metadata {
  readonly row_groups: readonly { readonly num_rows: bigint }[];
}

/** What is used of hyparquet, which is installed beside the benchmarks only. */
interface Parquet {
  readonly asyncBufferFromFile: (path: string) => Promise<object>;
  readonly parquetMetadataAsync: (file: object) => Promise<Metadata>;
  readonly parquetRead: (options: object) => Promise<void>;
}

/** The flights of a Parquet file, one row group in memory at a time, its numbers in typed arrays. */
export async function* readFlights(file: URL, limit: number): AsyncGenerator<FlightRecord> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetRead } = await load<Parquet>('hyparquet');
  const { compressors } = await load<{ readonly compressors: object }>('hyparquet-compressors');
  const buffer = await asyncBufferFromFile(fileURLToPath(file));
  const metadata = await parquetMetadataAsync(buffer);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    if (rowStart >= limit) return;
    const size = Number(group.num_rows);
    const columns = new Columns(size);
    const onChunk = (chunk: Chunk): void => columns.take(chunk, rowStart);
    await parquetRead({ file: buffer, metadata, compressors, rowStart, rowEnd: rowStart + size, onChunk });
    const count = Math.min(size, limit - rowStart);
    for (let index = 0; index < count; index += 1) yield columns.flight(index, rowStart + index);
    rowStart += size;
  }
}

/** The columns of one row group. */
class Columns {
  readonly #departure: Float64Array;
  readonly #delay: Int32Array;
  readonly #distance: Int32Array;
  readonly #origin: string[];
  readonly #destination: string[];

  constructor(size: number) {
    this.#departure = new Float64Array(size);
    this.#delay = new Int32Array(size);
    this.#distance = new Int32Array(size);
    this.#origin = new Array<string>(size);
    this.#destination = new Array<string>(size);
  }

  take({ columnName, columnData, rowStart }: Chunk, groupStart: number): void {
    const column = this.#column(columnName);
    const offset = rowStart - groupStart;
    for (let index = 0; index < columnData.length; index += 1) {
      const value = columnData[index];
      column[offset + index] = typeof value === 'string' ? value : Number(value);
    }
  }

  flight(index: number, number: number): FlightRecord {
    const departure = new Date(this.#departure[index]!);
    return {
      origin: this.#origin[index]!,
      day: departure.toISOString().slice(0, 10),
      departure,
      number,
      destination: this.#destination[index]!,
      delay: this.#delay[index]!,
      distance: this.#distance[index]!,
    };
  }

  #column(name: string): Record<number, unknown> {
    switch (name) {
      case 'date':
        return this.#departure;
      case 'delay':
        return this.#delay;
      case 'distance':
        return this.#distance;
      case 'origin':
        return this.#origin;
      case 'destination':
        return this.#destination;
      default:
        throw new Error(`The file has a column that is not known: ${name}.`);
    }
  }
}

/** Found from the folder of the packages: an import would look in this one and above. */
async function load<T>(name: string): Promise<T> {
  const path = createRequire(join(PACKAGES, 'noop.js')).resolve(name);
  return (await import(pathToFileURL(path).href)) as T;
}
