import type { EntityClass } from '../metadata/table-metadata';
import { Repository } from '../repository/repository';

/** A class of repositories that is made of another repository of the same entity. */
export type RepositoryClass = new (...base: never[]) => object;

const ENTITY = Symbol.for('caspy.nestjs.entity');

/**
 * Names the entity of a repository class of your own. `CaspyModule.forFeature([UserRepository])` then provides the
 * class, and the plain repository of its entity beside it.
 *
 * A repository that wants more than its entity is an ordinary provider instead: a constructor that takes
 * `@InjectRepository(User) base: Repository<User>` and calls `super(base)`.
 *
 * @example
 * ```ts
 * @EntityRepository(User)
 * export class UserRepository extends Repository<User> {
 *   byEmail(email: string) {
 *     return this.findOneBy({ email });
 *   }
 * }
 * ```
 */
export function EntityRepository(entity: EntityClass): ClassDecorator {
  return (target) => {
    Object.defineProperty(target, ENTITY, { value: entity });
  };
}

/** The entity that `@EntityRepository` names; undefined without it. */
export function entityOf(repository: RepositoryClass): EntityClass | undefined {
  // Only the decorator writes under this symbol.
  return Reflect.get(repository, ENTITY) as EntityClass | undefined;
}

/** True for a subclass of this caspy's `Repository`. */
export function isRepositoryClass(target: unknown): target is RepositoryClass {
  return typeof target === 'function' && target.prototype instanceof Repository;
}
