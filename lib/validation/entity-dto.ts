import 'reflect-metadata';
import { ConfigurationError } from '../errors';
import { inheritedArguments } from '../metadata/inherited-arguments';
import { argumentsOf } from '../metadata/registry';
import type { EntityClass } from '../metadata/table-metadata';
import type { ColumnKeys } from '../query/where';
import { didYouMean } from '../suggest';
import { describeValue } from '../types/describe-value';
import { copyRules, copyTransforms } from './copy-decorators';
import { copyOpenApi } from './copy-open-api';

type Data<E> = Pick<E, ColumnKeys<E>>;

/**
 * A class with the columns of an entity, all of them optional, for the body of an update. The rules of class-validator
 * and the decorators of class-transformer and @nestjs/swagger come along; rules are passed over where a property is
 * undefined, but not where it is null, which would delete the value.
 *
 * @throws ConfigurationError for anything but a class with columns
 * @example
 * ```ts
 * class UpdateUser extends PartialEntity(OmitEntity(User, ['id'])) {}
 * await users.update({ id }, fromPlain(UpdateUser, request.body));
 * ```
 */
export function PartialEntity<C extends EntityClass>(target: C): EntityClass<Partial<Data<InstanceType<C>>>> {
  return derive(target, 'Partial', columnsOf('PartialEntity', target), true);
}

/**
 * A class with some columns of an entity, with their rules and decorators; see `PartialEntity`.
 *
 * @throws ConfigurationError for a property that is no column
 * @example
 * ```ts
 * class CreateUser extends PickEntity(User, ['name', 'email']) {}
 * const user = users.create(fromPlain(CreateUser, request.body));
 * ```
 */
export function PickEntity<C extends EntityClass, K extends ColumnKeys<InstanceType<C>>>(
  target: C,
  properties: readonly K[],
): EntityClass<Pick<InstanceType<C>, K>> {
  const named = check('PickEntity', target, properties);
  const kept = columnsOf('PickEntity', target).filter((property) => named.has(property));
  // It has the columns that are named.
  return derive(target, 'Pick', kept, false) as EntityClass<Pick<InstanceType<C>, K>>;
}

/**
 * A class with the columns of an entity but these, with their rules and decorators; see `PartialEntity`.
 *
 * @throws ConfigurationError for a property that is no column
 */
export function OmitEntity<C extends EntityClass, K extends ColumnKeys<InstanceType<C>>>(
  target: C,
  properties: readonly K[],
): EntityClass<Pick<InstanceType<C>, Exclude<ColumnKeys<InstanceType<C>>, K>>> {
  const named = check('OmitEntity', target, properties);
  const kept = columnsOf('OmitEntity', target).filter((property) => !named.has(property));
  // It has the columns that are not named.
  return derive(target, 'Omit', kept, false) as EntityClass<
    Pick<InstanceType<C>, Exclude<ColumnKeys<InstanceType<C>>, K>>
  >;
}

function columnsOf(name: string, target: EntityClass): readonly string[] {
  if (typeof target !== 'function') {
    throw new ConfigurationError(`${name} takes an entity class, not ${describeValue(target)}.`);
  }
  const properties = inheritedArguments(target, []).columns.map(({ property }) => property);
  if (properties.length > 0) return properties;
  throw new ConfigurationError(`${name}: ${target.name} has no columns. Put @Column() on its properties.`);
}

function check(name: string, target: EntityClass, properties: readonly string[]): ReadonlySet<string> {
  const known = columnsOf(name, target);
  const list: unknown = properties;
  if (!Array.isArray(list)) {
    throw new ConfigurationError(`${name} takes a list of properties, not ${describeValue(list)}.`);
  }
  // Programs without types may give anything that names a property.
  const foreign = properties.find((property) => !known.includes(property)) as PropertyKey | undefined;
  if (foreign === undefined) return new Set(properties);
  const hint = typeof foreign === 'string' ? didYouMean(foreign, known) : '';
  throw new ConfigurationError(`${name}: ${target.name} has no column '${String(foreign)}'.${hint}`);
}

function derive(target: EntityClass, prefix: string, kept: readonly string[], isPartial: boolean): EntityClass {
  const made = named(`${prefix}${target.name}`, isPartial ? undefined : initialValues(target, kept));
  const { columns } = inheritedArguments(target, []);
  argumentsOf(made).columns.push(...columns.filter(({ property }) => kept.includes(property)));
  for (const property of kept) {
    const type: unknown = Reflect.getMetadata('design:type', target.prototype as object, property);
    if (type !== undefined) Reflect.defineMetadata('design:type', type, made.prototype as object, property);
  }
  copyRules(target, made, kept, isPartial);
  copyTransforms(target, made, kept);
  copyOpenApi(target, made, kept, isPartial);
  return made;
}

/** What a new entity has already; an update must not write it. */
function initialValues(target: EntityClass, kept: readonly string[]): () => object {
  return () => {
    const entity = new target();
    const values = kept.map((property) => [property, Reflect.get(entity, property) as unknown] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  };
}

function named(name: string, initial: (() => object) | undefined): EntityClass {
  const { [name]: made } = {
    // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- its columns are recorded, not declared
    [name]: class {
      constructor() {
        if (initial !== undefined) Object.assign(this, initial());
      }
    },
  };
  // It stands under this name in the object above.
  return made as EntityClass;
}
