import type { MetadataFault } from '../errors';
import type { CqlType, UserDefinedType } from '../types/cql-type';
import { mapUserTypes } from '../types/map-user-types';
import type { UserTypeClass, UserTypeMetadata, UserTypeReference } from '../types/user-type';
import { buildUserType } from './build-user-type';
import type { NamingStrategy } from './naming-strategy';
import { isUserTypeClass, recordedArguments, userTypeClasses } from './registry';
import { describeUnknownType } from './unknown-type';

/** The user-defined types of one model: each class is built once, and its faults are told once. */
export class UserTypes {
  readonly #naming: NamingStrategy;
  readonly #faults: MetadataFault[];
  readonly #built = new Map<UserTypeClass, UserTypeMetadata | undefined>();
  /** The classes that are being built, outermost first. */
  readonly #open: UserTypeClass[] = [];

  constructor(naming: NamingStrategy, faults: MetadataFault[]) {
    this.#naming = naming;
    this.#faults = faults;
  }

  /** The type with the classes of its user-defined types known; undefined when one of them has a fault. */
  resolve(type: CqlType, path: string): CqlType | undefined {
    const faulty: UserDefinedType[] = [];
    const resolved = mapUserTypes(type, (userType) => {
      const definition = this.#definitionOf(userType, path);
      if (definition === undefined) {
        faulty.push(userType);
        return userType;
      }
      return Object.freeze({ kind: 'udt', name: definition.typeName, frozen: userType.frozen, definition });
    });
    return faulty.length === 0 ? resolved : undefined;
  }

  /** The metadata of a class; undefined when it has a fault. */
  define(target: UserTypeClass, path: string): UserTypeMetadata | undefined {
    if (this.#built.has(target)) return this.#built.get(target);
    if (this.#open.includes(target)) {
      const cycle = [...this.#open.slice(this.#open.indexOf(target)), target].map(({ name }) => name).join(' -> ');
      const message = `makes a cycle of user-defined types, which cannot be stored: ${cycle}. Keep a key instead.`;
      this.#faults.push({ path, message });
      return undefined;
    }
    this.#open.push(target);
    const built = buildUserType(target, this.#naming, this, this.#faults);
    this.#open.pop();
    this.#built.set(target, built);
    return built;
  }

  #definitionOf(
    { reference, definition, keyspace, name }: UserDefinedType,
    path: string,
  ): UserTypeMetadata | undefined {
    if (definition !== undefined) return definition;
    const target = reference === undefined ? this.#named(name, keyspace, path) : this.#referred(reference, path);
    return target === undefined ? undefined : this.define(target, path);
  }

  #referred(reference: UserTypeReference, path: string): UserTypeClass | undefined {
    let target: unknown;
    try {
      target = reference();
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'no reason given';
      this.#faults.push({ path, message: `the function that gives its class failed: ${reason}.` });
      return undefined;
    }
    if (isUserTypeClass(target)) return target;
    const name = typeof target === 'function' && target.name !== '' ? target.name : `a ${typeof target}`;
    const hint =
      target === undefined ? 'Do two files import each other? Then export the class before it is used' : 'Add it';
    this.#faults.push({ path, message: `() => … gives ${name}, which carries no @UserType(). ${hint}.` });
    return undefined;
  }

  /** The one class that has a type's name; CQL text knows no classes. */
  #named(name: string, keyspace: string | undefined, path: string): UserTypeClass | undefined {
    const nameOf = (target: UserTypeClass): string =>
      recordedArguments(target)?.userType?.name ?? this.#naming.typeName(target.name);
    const keyspaceOf = (target: UserTypeClass): string | undefined => recordedArguments(target)?.userType?.keyspace;
    const known = userTypeClasses();
    const found = known.filter((target) => nameOf(target) === name && fits(keyspaceOf(target), keyspace));
    if (found.length === 1) return found[0];
    const message =
      found.length === 0
        ? describeUnknownType(name, known.map(nameOf))
        : `${found.length} classes have the type name '${name}'. Say which one: () => ${found[0]?.name ?? 'TheClass'}.`;
    this.#faults.push({ path, message });
    return undefined;
  }
}

function fits(own: string | undefined, asked: string | undefined): boolean {
  return own === undefined || asked === undefined || own === asked;
}
