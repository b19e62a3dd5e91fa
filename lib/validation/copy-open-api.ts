import 'reflect-metadata';
import type { EntityClass } from '../metadata/table-metadata';
import { isRecord } from '../types/is-record';

/** Where `@ApiProperty()` of @nestjs/swagger writes; so the package itself need not be there. */
const PROPERTY = 'swagger/apiModelProperties';
const LIST = 'swagger/apiModelPropertiesArray';
/** What the compiler plugin of @nestjs/swagger adds to classes. */
const FACTORY = '_OPENAPI_METADATA_FACTORY';

/** What @nestjs/swagger knows about some properties, for another class. */
export function copyOpenApi(from: EntityClass, to: EntityClass, kept: readonly string[], isPartial: boolean): void {
  const source = from.prototype as object;
  const prototype = to.prototype as object;
  const shown = kept.filter((property) => Reflect.hasMetadata(PROPERTY, source, property));
  const change = (found: unknown): unknown => (isRecord(found) && isPartial ? { ...found, required: false } : found);
  for (const property of shown) {
    Reflect.defineMetadata(PROPERTY, change(Reflect.getMetadata(PROPERTY, source, property)), prototype, property);
  }
  if (shown.length > 0)
    Reflect.defineMetadata(
      LIST,
      shown.map((property) => `:${property}`),
      prototype,
    );
  if (typeof Reflect.get(from, FACTORY) === 'function') Reflect.set(to, FACTORY, () => pick(from, kept, change));
}

function pick(from: EntityClass, kept: readonly string[], change: (found: unknown) => unknown): object {
  const factory: unknown = Reflect.get(from, FACTORY);
  const all: unknown = typeof factory === 'function' ? Reflect.apply(factory, from, []) : {};
  const entries = Object.entries(isRecord(all) ? all : {}).filter(([property]) => kept.includes(property));
  return Object.fromEntries(entries.map(([property, found]) => [property, change(found)]));
}
