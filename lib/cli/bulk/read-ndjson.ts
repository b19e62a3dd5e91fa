import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { isRecord } from '../../types/is-record';
import { type RawRecord, shortRecord } from './raw-record';

/** The records of a file with a JSON object on each line; empty lines are passed over. */
export async function* readNdjson(source: Readable): AsyncGenerator<RawRecord> {
  let line = 0;
  for await (const text of lines(source)) {
    line += 1;
    const trimmed = text.trim();
    if (trimmed !== '') yield readLine(line === 1 ? trimmed.replace(/^\ufeff/, '') : trimmed, line);
  }
}

async function* lines(source: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const parts = (rest + decoder.write(chunk)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

function readLine(text: string, line: number): RawRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, reason: 'is no JSON', record: shortRecord(text) };
  }
  if (isRecord(value)) return { line, isText: false, values: value };
  return { line, reason: 'is no JSON object', record: value };
}
