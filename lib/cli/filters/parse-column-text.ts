import type { ColumnMetadata } from '../../metadata/table-metadata';
import { CodecFault } from '../../types/codec';
import type { CqlType } from '../../types/cql-type';
import { parseText } from '../../types/parse-text';
import { usageError } from '../cli-error';

/**
 * A text as a value of a column, or of a part of it: an element, a key.
 *
 * @param flag the flag that the text was given to; it stands in the advice.
 * @throws CliError that names the column, its type and what such a value looks like; never the text.
 */
export function parseColumnText(
  column: ColumnMetadata,
  type: CqlType,
  text: string,
  flag: '--filter' | '--set',
): unknown {
  try {
    return parseText(type, text);
  } catch (error) {
    if (!(error instanceof CodecFault)) throw error;
    // What was given instead is on the screen already.
    const [expectation = error.message] = error.message.split(', got ');
    const message = `${column.path}${error.inner} is ${column.cqlType}: ${expectation}`;
    throw usageError(message, `Write ${flag} ${column.property}=${EXAMPLES.get(typeName(type)) ?? '…'}`, error);
  }
}

function typeName(type: CqlType): string {
  return type.kind === 'scalar' ? type.name : type.kind;
}

const UUID = '5b2f6e0a-8c1d-4f5e-9a3b-7d6c5e4f3a2b';

/** What a value of a type looks like. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ...['tinyint', 'smallint', 'int', 'bigint', 'varint', 'counter'].map((name) => [name, '42'] as const),
  ...['float', 'double', 'decimal'].map((name) => [name, '1.5'] as const),
  ...['list', 'set', 'vector', 'tuple'].map((name) => [name, `'[…, …]'`] as const),
  ['boolean', 'true'],
  ['uuid', UUID],
  ['timeuuid', 'c6a1f0e0-5f3b-11ef-9a3b-7d6c5e4f3a2b'],
  ['timestamp', '2026-01-31T12:00:00Z'],
  ['date', '2026-01-31'],
  ['time', '12:00:00'],
  ['duration', '1h30m'],
  ['blob', '0xcafe'],
  ['inet', '127.0.0.1'],
  ['map', `'{"key": …}'`],
  ['udt', `'{"field": …}'`],
]);
