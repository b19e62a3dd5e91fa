import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { usageError } from '../cli-error';
import type { RawRecord } from './raw-record';

/** Longer than any row that Cassandra takes: where a quote is never closed, the rest of the file is one record. */
const LONGEST = 64 * 1024 * 1024;

interface Parsed {
  readonly record: readonly (string | null)[];
  readonly info: { readonly lines: number };
}

/**
 * The records of a CSV file by the names in its header. An empty field is null, `""` an empty text.
 *
 * @throws CliError when there is no header, or what follows is no CSV at all.
 */
export async function* readCsv(source: Readable): AsyncGenerator<RawRecord> {
  const broken: RawRecord[] = [];
  // The parser is ahead of what is read from it.
  const skipped: number[] = [];
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: ['\n', '\r\n'],
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: LONGEST,
    on_skip: (error) => {
      if (error === undefined) return;
      const record = brokenRecord(error);
      broken.push(record);
      skipped.push(record.line);
    },
    // Null and the empty text differ in their quotes only.
    cast: (value, { quoting }) => (quoting || value !== '' ? value : null),
  });
  // An error of the file must reach whoever reads the records.
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let header: readonly string[] | undefined;
  let line = 1;
  for await (const { record, info } of parser as AsyncIterable<Parsed>) {
    yield* broken.splice(0);
    for (let next = skipped[0]; next !== undefined && next < info.lines; next = skipped[0]) {
      line = Math.max(line, next + 1);
      skipped.shift();
    }
    if (header === undefined) header = record.map((name) => name ?? '');
    else if (record.length > 1 || header.length === 1 || record[0] !== null) yield named(header, record, line);
    line = info.lines + 1;
  }
  yield* broken.splice(0);
  if (header === undefined) throw usageError('The file has no header.', 'Its first line names the columns.');
}

function named(header: readonly string[], record: readonly (string | null)[], line: number): RawRecord {
  if (record.length !== header.length) {
    return { line, reason: `has ${record.length} fields, the header ${header.length}`, record };
  }
  return { line, isText: true, values: Object.fromEntries(header.map((name, at) => [name, record[at]])) };
}

function brokenRecord(error: CsvError): RawRecord {
  const line: unknown = Reflect.get(error, 'lines');
  // The text of the parser quotes the data after the first sentence.
  const [reason = 'is no CSV'] = error.message.split(':');
  return { line: typeof line === 'number' ? line : 0, reason: `is no CSV (${reason})`, record: null };
}
