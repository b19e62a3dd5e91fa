import { MetadataError } from '../errors';
import type { Representation } from './options';
import { isUserTypeClass } from './registry';

/** The classes whose CQL type is beyond doubt; matched by name, because the driver may be loaded twice. */
const INFERRED: ReadonlyMap<string, string> = new Map([
  ['String', 'text'],
  ['Boolean', 'boolean'],
  ['Date', 'timestamp'],
  ['Buffer', 'blob'],
  ['BigInt', 'bigint'],
  ['Uuid', 'uuid'],
  ['TimeUuid', 'timeuuid'],
]);

const REASONS: ReadonlyMap<string, string> = new Map([
  ['Number', `is a number, which may be an int, a bigint, a double or a decimal. Name one: @Column('int')`],
  ['Array', `is an array, whose element type TypeScript erases. Name it: @Column('list<text>')`],
  ['Set', `is a Set, whose element type TypeScript erases. Name it: @Column('set<text>')`],
  ['Map', `is a Map, whose key and value types TypeScript erases. Name them: @Column('map<text, text>')`],
  [
    'Object',
    `is an interface, a union (such as 'string | null') or an object type, which TypeScript erases. ` +
      `Name the CQL type: @Column('text')`,
  ],
]);

const NOT_EMITTED =
  `has no CQL type, and the compiler emitted none. Name it, as in @Column('text'), or compile with tsc or swc with ` +
  `'experimentalDecorators' and 'emitDecoratorMetadata' (esbuild and tsx cannot emit it)`;

/**
 * The CQL type of a property that was decorated without one.
 *
 * @param path `Class.property`
 * @param decorator the decorator to write the type into, for the message
 * @throws MetadataError at decoration time, unless the declared class leaves one answer only.
 */
export function inferType(path: string, declared: Representation | undefined, decorator = '@Column'): string {
  const name = declared?.name;
  const inferred = name === undefined ? undefined : INFERRED.get(name);
  if (inferred !== undefined) return inferred;
  const reason =
    name === undefined
      ? NOT_EMITTED
      : isUserTypeClass(declared)
        ? `is the user-defined type ${name}. Name it, so that the class may also be declared later: @Column(() => ${name})`
        : (REASONS.get(name) ?? `is a '${name}', which is no CQL type. Name the type to store: @Column('text')`);
  throw new MetadataError([{ path, message: `${reason.replace('@Column', decorator)}.` }]);
}
