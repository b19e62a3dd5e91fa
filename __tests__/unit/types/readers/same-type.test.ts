import fc from 'fast-check';
import type { WireColumn } from '../../../../lib/types/readers/cells';
import { sameColumns } from '../../../../lib/types/readers/same-type';
import { cqlTypes } from '../support/arbitrary-types';
import { typeInfo } from '../support/driver-codec';

const types = cqlTypes({ userTypes: false, depth: 2, maxDimension: 4 });
const columnsOf = (type: Parameters<typeof typeInfo>[0]): readonly WireColumn[] => [
  { name: 'a', type: typeInfo(type) },
];

test('columns are the same when their types read the same, however often the driver makes them', () => {
  fc.assert(
    fc.property(types, types, (one, other) => {
      expect(sameColumns(columnsOf(one), columnsOf(one))).toBe(true);
      const areSame = JSON.stringify(typeInfo(one)) === JSON.stringify(typeInfo(other));
      expect(sameColumns(columnsOf(one), columnsOf(other))).toBe(areSame);
    }),
  );
});

test.each([
  ['another field', { keyspace: 'k', name: 't', fields: [{ name: 'b', type: { code: 9 } }] }],
  ['a field of another type', { keyspace: 'k', name: 't', fields: [{ name: 'a', type: { code: 13 } }] }],
  [
    'a further field',
    {
      keyspace: 'k',
      name: 't',
      fields: [
        { name: 'a', type: { code: 9 } },
        { name: 'b', type: { code: 9 } },
      ],
    },
  ],
  ['nothing', undefined],
])('user-defined types differ by %s', (_, info) => {
  const column = (of: unknown): WireColumn[] => [{ name: 'a', type: { code: 0x30, info: of } }];
  const known = { keyspace: 'k', name: 't', fields: [{ name: 'a', type: { code: 9, info: null } }] };
  expect(sameColumns(column(known), column(structuredClone(known)))).toBe(true);
  expect(sameColumns(column(known), column(info))).toBe(false);
});

test('other names, or more columns, are not the same', () => {
  const int = { code: 9 };
  expect(sameColumns([{ name: 'a', type: int }], [{ name: 'b', type: int }])).toBe(false);
  expect(sameColumns([{ name: 'a', type: int }], [])).toBe(false);
});
