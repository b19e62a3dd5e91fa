import { CodecFault } from '../codec';
import type { Decode, Encode } from '../codec-plan';
import { quoteIdentifier } from '../cql-identifier';
import type { UserDefinedType } from '../cql-type';
import { describeValue } from '../describe-value';
import { quoteTypeName } from '../format-cql-type';
import { isPlainObject } from '../plain-object';
import { refuse } from '../refuse';
import type { UserTypeFieldMetadata, UserTypeHome, UserTypeMetadata } from '../user-type';
import { sizeOfParts, writeParts } from './parts';

/** The class's fields by the server's positions. */
interface Layout {
  /** Undefined where the server has a field that the class does not know. */
  readonly positions: readonly (UserTypeFieldMetadata | undefined)[];
  /** Fields that the server does not have. */
  readonly missing: readonly UserTypeFieldMetadata[];
}

function within<T>(field: UserTypeFieldMetadata, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof CodecFault ? error.within(`.${field.property}`) : error;
  }
}

/** Checks the value; a function that reads its fields comes back. */
function readerOf(definition: UserTypeMetadata, value: unknown): (field: UserTypeFieldMetadata) => unknown {
  if (value instanceof definition.target) return ({ property }): unknown => Reflect.get(value, property);
  if (!isPlainObject(value)) return refuse(`an instance of ${definition.name} or a plain object`, value);
  for (const property of Object.keys(value)) {
    if (definition.byProperty.has(property)) continue;
    throw new CodecFault(`expected a field of ${definition.name}, got a property that is none`, `.${property}`);
  }
  // What an object inherits, such as `constructor`, is no value of a field.
  return ({ property }) => (Object.hasOwn(value, property) ? value[property] : undefined);
}

/** Bytes of one field; a user-defined type has no "unset", so undefined is null inside it. */
export function encodeField(field: UserTypeFieldMetadata, value: unknown): Buffer | null {
  if (value === null || value === undefined) return null;
  const stored = field.transformer === undefined ? value : field.transformer.to(value);
  return stored === null || stored === undefined ? null : field.codec.encode(stored);
}

const unknownType = ({ typeName }: UserTypeMetadata, { keyspace }: UserTypeHome): CodecFault =>
  new CodecFault(
    `expected the type ${quoteTypeName(typeName)} to be known in keyspace ${quoteIdentifier(keyspace)}, got none of ` +
      `that name when its types were read: create it, then await dataSource.refreshUserTypes()`,
  );

function layoutBy(names: readonly string[], { fields }: UserTypeMetadata): Layout {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const known = new Set(names);
  return { positions: names.map((name) => byName.get(name)), missing: fields.filter(({ name }) => !known.has(name)) };
}

/** The present layout; it is worked out again only when the server's types were read again. */
function layoutSource(definition: UserTypeMetadata, home: UserTypeHome | undefined): () => Layout {
  const declared: Layout = { positions: definition.fields, missing: [] };
  if (home === undefined) return () => declared;
  let seen: readonly string[] | undefined;
  let layout = declared;
  return () => {
    const names = home.layouts.fieldsOf(home.keyspace, definition.typeName);
    if (names === undefined) throw unknownType(definition, home);
    if (names !== seen) {
      layout = layoutBy(names, definition);
      seen = names;
    }
    return layout;
  };
}

function missingField(field: UserTypeFieldMetadata, { typeName }: UserTypeMetadata): CodecFault {
  const type = quoteTypeName(typeName);
  return new CodecFault(
    `expected a field that ${type} has on the server, got one that it lacks: ` +
      `ALTER TYPE ${type} ADD ${field.cqlName} ${field.cqlType}`,
    `.${field.property}`,
  );
}

function encoder(definition: UserTypeMetadata, home: UserTypeHome | undefined): Encode {
  const layoutNow = layoutSource(definition, home);
  return (value) => {
    const read = readerOf(definition, value);
    const { positions, missing } = layoutNow();
    for (const field of missing) {
      const lost = read(field);
      if (lost !== undefined && lost !== null) throw missingField(field, definition);
    }
    // Fields at the end might be left out, but other clients write them, and a key must have one form.
    const parts = positions.map((field) =>
      field === undefined ? null : within(field, () => encodeField(field, read(field))),
    );
    const bytes = Buffer.allocUnsafe(sizeOfParts(parts));
    writeParts(parts, bytes, 0);
    return bytes;
  };
}

function decodeField({ codec, transformer, empty }: UserTypeFieldMetadata, stored: unknown): unknown {
  if (stored === null || stored === undefined) return empty === undefined ? null : empty();
  const value = codec.decode === undefined ? stored : codec.decode(stored);
  return transformer === undefined ? value : transformer.from(value);
}

/** The driver gives plain objects by field names; a value that was stored before a field was added lacks it. */
function decoder({ target, fields }: UserTypeMetadata): Decode {
  return (value) => {
    if (!isPlainObject(value)) throw new CodecFault(`expected an object from the driver, got ${describeValue(value)}`);
    const instance = new target();
    for (const field of fields) {
      const stored = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
      Reflect.set(
        instance,
        field.property,
        within(field, () => decodeField(field, stored)),
      );
    }
    return instance;
  };
}

/** How values of a `@UserType` class are written and read. */
export function userTypeCodec(
  definition: UserTypeMetadata,
  home: UserDefinedType['home'],
): { readonly encode: Encode; readonly decode: Decode } {
  return { encode: encoder(definition, home), decode: decoder(definition) };
}
