import { inspect } from 'node:util';
import { types } from 'cassandra-driver';
import fc from 'fast-check';
import { Column, PartitionKey, Table } from '../../../lib/index';
import type { Representation } from '../../../lib/metadata/options';
import type { ColumnMetadata } from '../../../lib/metadata/table-metadata';
import { decodeColumn } from '../../../lib/repository/decode-column';
import { compileHydrator } from '../../../lib/repository/hydrator';
import { knownRow } from '../../../lib/repository/loaded-row';
import { isComparable } from '../../../lib/repository/unchanged';
import type { CqlType } from '../../../lib/types/cql-type';
import { createCodec } from '../../../lib/types/create-codec';
import { tableOf } from '../support/models';
import { cqlTypes } from '../types/support/arbitrary-types';
import { valuesOf } from '../types/support/arbitrary-values';
import { driver, typeInfo } from '../types/support/driver-codec';

@Table()
class Sample {
  @PartitionKey('uuid') id!: string;
  @Column() value!: string;
}

const [, base] = tableOf(Sample).columns;

function columnOf(type: CqlType, as?: Representation): ColumnMetadata {
  return { ...base!, type, codec: createCodec(type, as), representation: as };
}

/** Whatever a program may do to a value without assigning the property. */
function change(value: unknown): void {
  if (value instanceof Date) value.setTime(1);
  else if (value instanceof Uint8Array || value instanceof Float32Array) value.fill(7);
  else if (Array.isArray(value)) {
    value.forEach(change);
    value.push('more');
  } else if (value instanceof Set) {
    value.forEach(change);
    value.clear();
  } else if (value instanceof Map) {
    value.forEach((item, key) => [item, key].forEach(change));
    value.clear();
  }
}

/** As text, in which invalid dates are equal too. */
const show = (value: unknown): string => inspect(value, { depth: Infinity, maxArrayLength: Infinity });

function expectRemembered(column: ColumnMetadata, bytes: Buffer): void {
  const wire = typeInfo(column.type);
  const stored = (): unknown => driver.decode(bytes, wire);
  const entity = compileHydrator([column], Sample)({ value: stored() });
  change(entity.value);
  const known = knownRow(entity)!;
  expect(known.params).toBeUndefined();
  const expected = stored();
  expect(show(known.row!.original(column))).toBe(show(expected === null ? null : decodeColumn(column, expected)));
}

const typed = cqlTypes({ userTypes: false, depth: 2, maxDimension: 4 })
  .filter(isComparable)
  .chain((type) => valuesOf(type).map((value) => ({ type, bytes: createCodec(type).encode(value) })));

test('what was loaded stays known, of every type, whatever is done to the value', () => {
  fc.assert(fc.property(typed, ({ type, bytes }) => expectRemembered(columnOf(type), bytes)));
});

test.each(['blob', 'timestamp'] as const)('a map of decoded keys, whose values (%s) are changed in place', (name) => {
  const type: CqlType = {
    kind: 'map',
    key: { kind: 'scalar', name: 'decimal' },
    value: { kind: 'scalar', name },
    frozen: false,
  };
  expectRemembered(columnOf(type), Buffer.from('0000000100000005000000010000000008' + '00'.repeat(7) + '05', 'hex'));
});

test.each<[string, Representation, string]>([
  ['bigint', Number, '00000000000000ff'],
  ['uuid', Object, '000102030405060708090a0b0c0d0e0f'],
  ['date', types.LocalDate, '80004e20'],
  ['varint', Number, '05'],
])('%s in the form of %p', (name, as, hex) => {
  expectRemembered(columnOf({ kind: 'scalar', name } as CqlType, as), Buffer.from(hex, 'hex'));
});

test('a transformer sees each value once more when the original is asked for', () => {
  const from = jest.fn((value: unknown) => [String(value)]);
  const column = { ...columnOf({ kind: 'scalar', name: 'text' }), transformer: { from, to: String } };
  const entity: Sample = compileHydrator([column], Sample)({ value: 'a' });
  change(entity.value);
  expect(knownRow(entity)!.row!.original(column)).toEqual(['a']);
});

test('a column that the row has not is not known', () => {
  const column = columnOf({ kind: 'scalar', name: 'text' });
  const { row } = knownRow(compileHydrator([column], Sample)({}))!;
  expect(row!.original(column)).toBeUndefined();
  expect(row!.original({ ...column, name: 'other' })).toBeUndefined();
});
