import type { ExposeMetadata, TransformationType } from 'class-transformer';
import type { MetadataStorage } from 'class-transformer/types/MetadataStorage';
import { ConfigurationError } from '../errors';
import { describeValue } from '../types/describe-value';
import { isRecord } from '../types/is-record';
import { transformStorage } from './packages';

/** Which of `@Expose`, `@Exclude` and `@Transform` count, as class-transformer has it. */
export interface PlainOptions {
  /** Properties with `@Expose({ groups })` take part only when one of these is among them. */
  readonly groups?: readonly string[] | undefined;
  /** For `@Expose({ since, until })`. */
  readonly version?: number | undefined;
}

/** class-transformer's numbers of the two directions. */
// The package is loaded only when it is used, so its enum is there as a type alone.
/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment */
const TO_CLASS = 0 as TransformationType.PLAIN_TO_CLASS;
const TO_PLAIN = 1 as TransformationType.CLASS_TO_PLAIN;
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */

/** Where class-transformer keeps its decorators, by class. */
const STORES = ['_exposeMetadatas', '_excludeMetadatas', '_transformMetadatas', '_typeMetadatas'] as const;

type AnyClass = abstract new (...args: never[]) => unknown;

/** What class-transformer's decorators say about one class. */
export class Transforms {
  readonly #storage: MetadataStorage;
  readonly #target: AnyClass;
  readonly #options: PlainOptions;

  constructor(storage: MetadataStorage, target: AnyClass, options: PlainOptions) {
    this.#storage = storage;
    this.#target = target;
    this.#options = options;
  }

  /** The properties of an object that become plain, methods with `@Expose()` among them. */
  plainKeys(object: object): readonly string[] {
    return this.#keys(Object.keys(object), TO_PLAIN);
  }

  /** The properties that may come out of a body, of those that there are. */
  classKeys(properties: readonly string[]): readonly string[] {
    return this.#keys(properties, TO_CLASS).filter((key) => properties.includes(key));
  }

  /** What a property is called outside. */
  nameOf(property: string): string {
    return this.#exposed(property)?.options.name ?? property;
  }

  /** A property as its `@Transform` gives it; methods are called. */
  read(object: object, property: string): unknown {
    const value: unknown = Reflect.get(object, property);
    const transformed = this.#transform(value, property, object, TO_PLAIN);
    if (transformed !== value) return transformed;
    return typeof value === 'function' ? (Reflect.apply(value, object, []) as unknown) : value;
  }

  /** A value of a body as its `@Transform` gives it. */
  fromBody(value: unknown, property: string, body: object): unknown {
    return this.#transform(value, property, body, TO_CLASS);
  }

  /** What `@Type` says. */
  typeOf(object: object, property: string): AnyClass | undefined {
    const type = this.#storage.findTypeMetadata(this.#target, property) as { typeFunction?: unknown } | undefined;
    const { typeFunction } = type ?? {};
    if (typeof typeFunction !== 'function') return undefined;
    const options = { newObject: {}, object, property };
    // It gives a class, by its type.
    return Reflect.apply(typeFunction, undefined, [options]) as AnyClass | undefined;
  }

  #keys(own: readonly string[], direction: TransformationType): readonly string[] {
    const storage = this.#storage;
    const exposed = storage.getExposedProperties(this.#target, direction);
    const excluded = new Set(storage.getExcludedProperties(this.#target, direction));
    const all = storage.getStrategy(this.#target) === 'excludeAll' ? exposed : [...own, ...exposed];
    return [...new Set(all)].filter((key) => !excluded.has(key) && this.#concerns(this.#exposeOf(key)));
  }

  #exposed(key: string): ExposeMetadata | undefined {
    return this.#storage.findExposeMetadata(this.#target, key);
  }

  #exposeOf(key: string): PropertyOptions | undefined {
    return this.#exposed(key)?.options;
  }

  #concerns(options: PropertyOptions | undefined): boolean {
    const { groups = [], version } = this.#options;
    const { since, until, groups: wanted } = options ?? {};
    if (version !== undefined && ((since && version < since) || (until && version >= until))) return false;
    if (groups.length === 0) return wanted === undefined || wanted.length === 0;
    return wanted === undefined || groups.some((group) => wanted.includes(group));
  }

  #transform(value: unknown, key: string, object: object, direction: TransformationType): unknown {
    const { groups, version } = this.#options;
    const options = { ...(groups && { groups: [...groups] }), ...(version !== undefined && { version }) };
    return this.#storage
      .findTransformMetadatas(this.#target, key, direction)
      .filter(({ options: own }) => this.#concerns(own))
      .reduce<unknown>(
        // A transform of the program's may answer anything.
        (before, { transformFn }) =>
          transformFn({ value: before, key, obj: object, type: direction, options }) as unknown,
        value,
      );
  }
}

interface PropertyOptions {
  readonly since?: number;
  readonly until?: number;
  readonly groups?: readonly string[];
}

/** Undefined for a class without decorators of class-transformer, as most are. */
export function transformsOf(target: unknown, options: PlainOptions): Transforms | undefined {
  if (typeof target !== 'function' || target === Object) return undefined;
  const storage = transformStorage();
  if (storage === undefined) return undefined;
  for (let each: unknown = target; typeof each === 'function'; each = Object.getPrototypeOf(each)) {
    for (const name of STORES) {
      const store: unknown = Reflect.get(storage, name);
      // A function with decorators on its prototype is a class.
      if (store instanceof Map && store.has(each))
        return new Transforms(storage, target as unknown as AnyClass, options);
    }
  }
  return undefined;
}

/** @throws ConfigurationError for anything but such options */
export function checkPlainOptions(name: string, options: PlainOptions): void {
  const { groups, version } = isRecord(options) ? options : {};
  const fits =
    isRecord(options) &&
    (groups === undefined || Array.isArray(groups)) &&
    (version === undefined || typeof version === 'number');
  if (fits) return;
  throw new ConfigurationError(
    `${name}: options are an object such as { groups: ['admin'] }, not ${describeValue(options)}.`,
  );
}
