import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { usageError } from '../cli-error';
import { isWellQuoted } from './is-well-quoted';
import { type RawRecord, shortRecord } from './raw-record';

/** Longer than any row that Cassandra takes: where a quote is never closed, the rest of the file is one record. */
const LONGEST = 64 * 1024 * 1024;

interface Parsed {
  readonly raw: string;
  readonly record: readonly (string | null)[];
  readonly info: { readonly lines: number };
}

/**
 * The records of a CSV file by the names in its header. An empty field is null, `""` an empty text.
 *
 * A quote in the wrong place costs its own record and no other: the parser takes it for a character, so that it finds
 * the end of the line, and the text of the record tells afterwards.
 *
 * @throws CliError when there is no header, or what follows is no CSV at all.
 */
export async function* readCsv(source: Readable): AsyncGenerator<RawRecord> {
  const broken: RawRecord[] = [];
  const parser = parse({
    bom: true,
    info: true,
    raw: true,
    record_delimiter: ['\n', '\r\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: LONGEST,
    on_skip: (error, raw) => {
      if (error !== undefined) broken.push(brokenRecord(error, raw));
    },
    // Null and the empty text differ in their quotes only.
    cast: (value, { quoting }) => (quoting || value !== '' ? value : null),
  });
  // An error of the file must reach whoever reads the records.
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let header: readonly string[] | undefined;
  let line = 1;
  for await (const parsed of parser as AsyncIterable<Parsed>) {
    const { record, raw, info } = parsed;
    if (header === undefined) header = headerOf(parsed);
    else if (!isWellQuoted(raw)) yield { line, reason: 'has a quote in the wrong place', record: shortRecord(raw) };
    else if (record.length > 1 || header.length === 1 || record[0] !== null) yield named(header, record, line);
    line = info.lines + 1;
  }
  // What could not be parsed to its end is at the end of the file, as far as the parser is concerned.
  for (const record of broken) yield { ...record, line };
  if (header === undefined) throw usageError('The file has no header.', 'Its first line names the columns.');
}

function headerOf({ record, raw }: Parsed): readonly string[] {
  if (isWellQuoted(raw)) return record.map((name) => name ?? '');
  throw usageError('The header of the file has a quote in the wrong place.', 'Its first line names the columns.');
}

function named(header: readonly string[], record: readonly (string | null)[], line: number): RawRecord {
  if (record.length !== header.length) {
    return { line, reason: `has ${record.length} fields, the header ${header.length}`, record };
  }
  return { line, isText: true, values: Object.fromEntries(header.map((name, at) => [name, record[at]])) };
}

function brokenRecord({ code, message }: CsvError, raw: string | undefined): RawRecord {
  // The text of the parser quotes the data after the first sentence.
  const [text = 'is no CSV'] = message.split(':');
  const reason =
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'opens a quote that is closed nowhere in the rest of the file'
      : `is no CSV (${text})`;
  return { line: 0, reason, record: raw === undefined ? null : shortRecord(raw) };
}
