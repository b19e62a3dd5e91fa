import fc from 'fast-check';
import { SCALAR_NAMES } from '../../../../lib/types/cql-type';
import type { CqlType, ScalarName } from '../../../../lib/types/cql-type';

export interface TypeOptions {
  /** How deep collections nest; 0 gives scalars only. */
  readonly depth?: number;
  readonly userTypes?: boolean;
  /** Of vectors; 8192 unless set. */
  readonly maxDimension?: number;
}

const names = fc.oneof(
  fc.constantFrom('address', 'Address', 'int', 'list', 'select', 'a"b', 'ärger', ' '),
  fc.string({ minLength: 1, unit: 'binary' }),
);

const scalars = (refused: readonly ScalarName[]): fc.Arbitrary<CqlType> =>
  fc.constantFrom(...SCALAR_NAMES.filter((name) => !refused.includes(name))).map((name) => ({ kind: 'scalar', name }));

function userTypes(frozen: fc.Arbitrary<boolean>): fc.Arbitrary<CqlType> {
  return fc.record(
    { kind: fc.constant('udt' as const), keyspace: names, name: names, frozen },
    { requiredKeys: ['kind', 'name', 'frozen'] },
  );
}

function build(
  depth: number,
  refused: readonly ScalarName[],
  options: TypeOptions,
  outer: boolean,
): fc.Arbitrary<CqlType> {
  const frozen = outer ? fc.boolean() : fc.constant(true);
  const leaves = options.userTypes === false ? [scalars(refused)] : [scalars(refused), userTypes(frozen)];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = build(depth - 1, ['counter'], options, false);
  const ordered = build(depth - 1, ['counter', 'duration'], options, false);
  return fc.oneof(
    ...leaves,
    fc.record({ kind: fc.constant('list' as const), element: inner, frozen }),
    fc.record({ kind: fc.constant('set' as const), element: ordered, frozen }),
    fc.record({ kind: fc.constant('map' as const), key: ordered, value: inner, frozen }),
    fc.record({ kind: fc.constant('tuple' as const), elements: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('vector' as const),
      element: inner,
      dimension: fc.integer({ min: 1, max: options.maxDimension ?? 8192 }),
    }),
  );
}

/** CQL types as the parser returns them: what stands inside another type is frozen. */
export function cqlTypes(options: TypeOptions = {}): fc.Arbitrary<CqlType> {
  return build(options.depth ?? 3, [], options, true);
}
