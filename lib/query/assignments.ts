import { ValidationError } from '../errors';
import type { ColumnMetadata } from '../metadata/table-metadata';
import type { Codec } from '../types/codec';
import type { CqlType } from '../types/cql-type';
import { createCodec } from '../types/create-codec';
import type { Change } from './changes';
import { isChange } from './changes';
import { elementCodec, isMultiCell, keyCodec } from './collection-parts';
import { encodeWith } from './encode-value';
import { userTypeField } from './user-type-field';

/** One term of a `SET`, with its values encoded. */
export interface Assignment {
  readonly column: ColumnMetadata;
  /** For example `tags = tags + ?`. */
  readonly cql: string;
  readonly params: readonly unknown[];
  readonly types: readonly string[];
  readonly idempotent: boolean;
  /** What the server does in place; undefined for a value of its own. */
  readonly change?: Change;
}

/** The changes that a value stands for: itself, or those of a list of nothing but changes. */
export function changesOf(value: unknown): readonly Change[] {
  if (isChange(value)) return [value];
  return Array.isArray(value) && value.length > 0 && value.every(isChange) ? value : [];
}

/** `column = ?` with a value that is encoded already. */
export function plainAssignment(column: ColumnMetadata, param: unknown): Assignment {
  return { column, cql: `${column.cqlName} = ?`, params: [param], types: [column.cqlType], idempotent: true };
}

/**
 * The term of one change.
 *
 * @throws ValidationError when the column is not of a kind that can be changed so, or a value does not fit.
 */
export function changeAssignment(column: ColumnMetadata, change: Change): Assignment {
  return { ...termOf(column, change), change };
}

function termOf(column: ColumnMetadata, change: Change): Assignment {
  const { type, transformer } = column;
  if (transformer !== undefined && change.name !== 'function') {
    throw unfit(column, 'has a transformer, so it is written as a whole');
  }
  switch (change.name) {
    case 'increment':
    case 'decrement':
      return counterAssignment(column, change);
    case 'function':
      return functionAssignment(column, change);
    case 'setFields':
      return fieldsAssignment(column, change);
    default:
  }
  if (type.kind !== 'set' && type.kind !== 'list' && type.kind !== 'map') {
    throw unfit(column, `is ${column.cqlType}, which has no elements; give the new value`);
  }
  if (!isMultiCell(type)) throw unfit(column, 'is frozen, so it is replaced as a whole; give the new value');
  if (type.kind === 'map') return mapAssignment(column, change);
  return type.kind === 'set' ? setAssignment(column, change) : listAssignment(column, change);
}

function term(column: ColumnMetadata, sign: '+' | '-', codec: Codec, value: unknown, idempotent = true): Assignment {
  const param = encodeWith(codec, column.path, value);
  const { cqlName } = column;
  return { column, cql: `${cqlName} = ${cqlName} ${sign} ?`, params: [param], types: [codec.cql], idempotent };
}

function setAssignment(column: ColumnMetadata, { name, operands }: Change): Assignment {
  if (name === 'add') return term(column, '+', column.codec, operands);
  if (name === 'remove') return term(column, '-', column.codec, operands);
  throw unfit(column, `is a set: use Add() and Remove(), not ${written(name)}`);
}

function listAssignment(column: ColumnMetadata, { name, operands }: Change): Assignment {
  const { cqlName } = column;
  switch (name) {
    case 'append':
      return term(column, '+', column.codec, operands, false);
    case 'prepend':
      return { ...term(column, '+', column.codec, operands, false), cql: `${cqlName} = ? + ${cqlName}` };
    case 'remove':
      return term(column, '-', column.codec, operands);
    case 'setAt':
      // Another writer may shift the list between two attempts.
      return place(column, INT, operands, false);
    default:
      throw unfit(column, `is a list: use Append(), Prepend(), Remove() and SetAt(), not ${written(name)}`);
  }
}

function mapAssignment(column: ColumnMetadata, { name, operands }: Change): Assignment {
  switch (name) {
    case 'put':
      // Put() itself made pairs of its operands.
      return term(column, '+', column.codec, new Map(operands as readonly (readonly [unknown, unknown])[]));
    case 'removeKey':
      return term(column, '-', keySetCodec(column), operands);
    case 'setAt':
      return place(column, keyCodec(column), operands, true);
    default:
      throw unfit(column, `is a map: use Put(), RemoveKey() and SetAt(), not ${written(name)}`);
  }
}

const INT = createCodec({ kind: 'scalar', name: 'int' });

function place(
  column: ColumnMetadata,
  codec: Codec | undefined,
  [key, value]: readonly unknown[],
  idempotent: boolean,
): Assignment {
  if (codec === undefined || value === undefined) throw unfit(column, 'has no such place, or no value for it');
  const element = elementCodec(column);
  const at = encodeWith(codec, `${column.path}[]`, key);
  const param = value === null ? null : encodeWith(element, `${column.path}[]`, value);
  return { column, cql: `${column.cqlName}[?] = ?`, params: [at, param], types: [codec.cql, element.cql], idempotent };
}

const KEY_SETS = new WeakMap<ColumnMetadata, Codec>();

function keySetCodec(column: ColumnMetadata): Codec {
  let codec = KEY_SETS.get(column);
  if (codec === undefined) {
    const { type } = column;
    if (type.kind !== 'map') throw unfit(column, 'is no map');
    const keys: CqlType = { kind: 'set', element: type.key, frozen: false };
    codec = createCodec(keys);
    KEY_SETS.set(column, codec);
  }
  return codec;
}

function counterAssignment(column: ColumnMetadata, { name, operands: [by] }: Change): Assignment {
  if (column.codec.cql !== 'counter') throw unfit(column, `is ${column.cqlType}: only counters are incremented`);
  const sign = name === 'increment' ? '+' : '-';
  return term(column, sign, column.codec, by, false);
}

function fieldsAssignment(column: ColumnMetadata, { operands: [fields] }: Change): Assignment {
  const entries = Object.entries(typeof fields === 'object' && fields !== null ? fields : {}).filter(
    ([, value]) => value !== undefined,
  );
  if (entries.length === 0) throw unfit(column, 'gets no field from SetFields()');
  const terms = entries.map(([property, value]) => {
    const { cqlName, cqlType, encode } = userTypeField(column, property);
    return { cql: `${column.cqlName}.${cqlName} = ?`, cqlType, param: encode(value) };
  });
  return {
    column,
    cql: terms.map(({ cql }) => cql).join(', '),
    params: terms.map(({ param }) => param),
    types: terms.map(({ cqlType }) => cqlType),
    idempotent: true,
  };
}

function functionAssignment(column: ColumnMetadata, { operands: [cql, repeatable] }: Change): Assignment {
  // The text is one of the constants of `Server`; nobody else can make such a change.
  const text = String(cql);
  return { column, cql: `${column.cqlName} = ${text}`, params: [], types: [], idempotent: repeatable === true };
}

function written(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}()`;
}

function unfit(column: ColumnMetadata, reason: string): ValidationError {
  const message = `${column.path} ${reason}.`;
  return new ValidationError(message, { errors: [{ path: column.path, constraints: { change: reason } }] });
}
