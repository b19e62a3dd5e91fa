import fc from 'fast-check';
import type { QueryArgs } from '../../../lib/cli/commands/query-options';
import type { TableMetadata } from '../../../lib/metadata/table-metadata';

/** Stands in every hostile text; CQL that is sent must not hold it. */
export const HOSTILE = 'canaryx';

const INJECTIONS = [
  `${HOSTILE}' OR 1=1; DROP TABLE users; --`,
  `"${HOSTILE}"`,
  `${HOSTILE}"; TRUNCATE users; --`,
  `/*${HOSTILE}*/`,
  `${HOSTILE}\u0000\n$$`,
  `{"__proto__":{"${HOSTILE}":1}}`,
  `["${HOSTILE}"]`,
  `{"${HOSTILE}":1}`,
  `?,${HOSTILE}`,
  `token(${HOSTILE})`,
];

const UUID = '00000000-0000-4000-8000-000000000001';
const VALUES = [
  UUID,
  '1',
  '-0',
  '1e400',
  '9'.repeat(40),
  'true',
  'null',
  '[]',
  '{}',
  '[1]',
  '{"a":1}',
  'NaN',
  '',
  ' ',
  '=',
  '""',
  "''",
];
const STRANGE_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'id__',
  '__in',
  'id__in__in',
  'ID',
  'author_id',
  HOSTILE,
  `id"${HOSTILE}`,
  '*',
  'id)',
];
const OPERATORS = [
  '=',
  '>',
  '>=',
  '<',
  '<=',
  '!=',
  '==',
  '<>',
  '__in=',
  '__contains=',
  '__contains_key=',
  '__gte=',
  '__exact=',
  '__nope=',
  '+=',
  '-=',
  '',
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 3, arbitrary: fc.constantFrom(...INJECTIONS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map((each) => `${HOSTILE}${each}`) },
);

/** Flags of a query or a write as yargs would hand them over: some of them fit, most of them do not. */
export function hostileArgs(tables: readonly TableMetadata[]): fc.Arbitrary<QueryArgs> {
  const known = tables.flatMap(({ columns }) => columns.flatMap(({ property, name }) => [property, name]));
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.constantFrom(...STRANGE_NAMES) },
  );
  const comparison = fc.tuple(name, fc.constantFrom(...OPERATORS), text).map((parts) => parts.join(''));
  const equals = fc.tuple(name, text).map(([left, right]) => `${left}=${right}`);
  const ofText = fc.tuple(fc.constantFrom('username', 'title', 'tag'), text).map(([left, right]) => `${left}=${right}`);
  const keys = fc.constantFrom([], [`id=${UUID}`], [`authorId=${UUID}`], [`authorId=${UUID}`, 'number=1']);
  const fitting = fc.tuple(keys, fc.array(ofText, { maxLength: 1 })).map((parts) => parts.flat());
  const rare = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
  const list = (arbitrary: fc.Arbitrary<string>, maxLength = 2): fc.Arbitrary<string[] | undefined> =>
    fc.option(fc.array(arbitrary, { maxLength }), { nil: undefined });
  const order = fc
    .tuple(name, fc.constantFrom('', ':desc', ':ASC', ':', `:${HOSTILE}`, ':asc:asc'))
    .map((parts) => parts.join(''));
  return fc.record({
    filter: fc.oneof(keys, fitting, list(fc.oneof(comparison, equals, ofText), 3)),
    set: fc.oneof(fitting, fitting, list(fc.oneof(equals, comparison, ofText), 3)),
    select: rare(
      fc.array(
        fc.oneof(
          name,
          fc.tuple(name, name).map((names) => names.join(',')),
        ),
        { maxLength: 2 },
      ),
    ),
    order: rare(fc.array(order, { maxLength: 1 })),
    limit: rare(fc.oneof(fc.integer(), fc.double())),
    page: rare(text),
    consistency: rare(fc.constantFrom('one', 'LOCAL-QUORUM', HOSTILE)),
    ttl: rare(fc.oneof(fc.integer(), fc.double())),
    'allow-filtering': fc.boolean(),
  }) as unknown as fc.Arbitrary<QueryArgs>;
}
