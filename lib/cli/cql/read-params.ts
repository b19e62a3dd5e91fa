import type { PreparedParameter } from '../../session/prepared-parameters';
import { didYouMean } from '../../suggest';
import { CodecFault } from '../../types/codec';
import type { CqlType } from '../../types/cql-type';
import { createCodec } from '../../types/create-codec';
import { parseCqlType } from '../../types/parse-cql-type';
import { parseText } from '../../types/parse-text';
import { usageError } from '../cli-error';
import { unquote } from '../filters/unquote';

/**
 * The values of `--param`, each read by the type that the server wants in its place: for `?` in their order, for
 * `:name` as `name=value`. `null` without quotes is null.
 *
 * @throws CliError for too few or too many, an unknown name, a value that does not fit.
 */
export function readParams(
  texts: readonly string[],
  markers: readonly PreparedParameter[],
  isNamed: boolean,
): unknown[] {
  const given = isNamed ? byName(texts, markers) : byPosition(texts, markers);
  return markers.map((marker, at) => readParam(given[at] ?? '', marker));
}

function byPosition(texts: readonly string[], markers: readonly PreparedParameter[]): readonly string[] {
  if (texts.length === markers.length) return texts;
  const hint =
    markers.length === 0
      ? 'Write ? in the statement where a value belongs.'
      : `In their order: ${markers.map(({ name, type }) => `${name} (${type})`).join(', ')}.`;
  throw usageError(
    `The statement has ${count(markers.length, 'marker')}, and ${count(texts.length, '--param')} came.`,
    hint,
  );
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 || word.startsWith('-') ? '' : 's'}`;
}

function byName(texts: readonly string[], markers: readonly PreparedParameter[]): string[] {
  const names = [...new Set(markers.map(({ name }) => name))];
  const values = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    const name = at === -1 ? text : text.slice(0, at);
    // Unquoted names are lower case in CQL.
    const known = names.find((each) => each === name) ?? names.find((each) => each === name.toLowerCase());
    if (at === -1 || known === undefined) {
      const list = names.map((each) => `--param ${each}=…`).join(' ');
      throw usageError(`The statement has no marker :${name}.${didYouMean(name, names)}`, `Write ${list}`);
    }
    values.set(known, text.slice(at + 1));
  }
  return markers.map(({ name }) => {
    const value = values.get(name);
    if (value === undefined) throw usageError(`There is no value for :${name}.`, `Add --param ${name}=…`);
    return value;
  });
}

function readParam(text: string, { name, type }: PreparedParameter): unknown {
  if (text === 'null') return null;
  const parsed = parseCqlType(type);
  try {
    // Only the driver knows the fields of a user-defined type that has no class here.
    if (hasUserType(parsed)) return JSON.parse(text) as unknown;
    return createCodec(parsed).encode(parseText(parsed, unquote(text)));
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError(`--param for ${name}: ${type} is written as JSON.`);
    if (!(error instanceof CodecFault)) throw error;
    const [expectation = error.message] = error.message.split(', got ');
    throw usageError(`--param for ${name}${error.inner}, which is ${type}: ${expectation}.`, undefined, error);
  }
}

function hasUserType(type: CqlType): boolean {
  switch (type.kind) {
    case 'scalar':
      return false;
    case 'udt':
      return true;
    case 'map':
      return hasUserType(type.key) || hasUserType(type.value);
    case 'tuple':
      return type.elements.some(hasUserType);
    case 'list':
    case 'set':
    case 'vector':
      return hasUserType(type.element);
  }
}
