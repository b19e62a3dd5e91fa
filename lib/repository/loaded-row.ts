import type { ColumnMetadata } from '../metadata/table-metadata';

/** What is kept of a row that an entity was loaded with. */
export interface LoadedRow {
  /**
   * The value of the column in the form of its property, as if it had just been loaded; null where there was none,
   * undefined where that is not known.
   */
  original(column: ColumnMetadata): unknown;
}

/** What caspy knows about the row behind an entity. */
export interface KnownRow {
  /** As it was when the entity was loaded. */
  readonly row: LoadedRow | undefined;
  /** As it was last written through this entity, in the order of the table's columns; unset where it was not. */
  readonly params: readonly unknown[] | undefined;
}

/** Returns the object it is given, so that a subclass adds its private field to that object instead of a new one. */
const Given = function (entity: object): object {
  return entity;
} as unknown as new (entity: object) => object;

/**
 * Remembers on an entity what is known about its row. A private field costs one pointer, shows in no inspection, no
 * JSON and no `Object.keys`, and is not copied by spreading.
 */
class Known extends Given {
  #known: KnownRow | undefined;

  constructor(entity: object, known: KnownRow) {
    super(entity);
    this.#known = known;
  }

  static of(entity: object): KnownRow | undefined {
    return #known in entity ? entity.#known : undefined;
  }

  static replace(entity: object, known: KnownRow | undefined): boolean {
    if (!(#known in entity)) return false;
    entity.#known = known;
    return true;
  }
}

/** Remembers what is known about the row behind an entity; undefined forgets it. */
export function rememberRow(entity: object, known: KnownRow | undefined): void {
  if (!Known.replace(entity, known) && known !== undefined) new Known(entity, known);
}

/** What is known about the row behind an entity; undefined for one that was neither loaded nor saved. */
export function knownRow(entity: object): KnownRow | undefined {
  return Known.of(entity);
}
