import type { UserTypeLayouts } from '../types/user-type';
import type { SchemaClient } from './schema-client';

type Layouts = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

const QUERY = 'SELECT keyspace_name, type_name, field_names FROM system_schema.types';

/**
 * The fields of the server's user-defined types, in its order, as they were when `refresh` ran last. All keyspaces are
 * read, since a repository may turn to another one without a request of its own.
 *
 * A snapshot does not age badly: Cassandra only adds fields at the end and renames them, so positions stay.
 */
export class UserTypeCatalog implements UserTypeLayouts {
  #layouts: Layouts = new Map();

  fieldsOf(keyspace: string, typeName: string): readonly string[] | undefined {
    return this.#layouts.get(keyspace)?.get(typeName);
  }

  /** Reads the types of the cluster. */
  async refresh(client: SchemaClient): Promise<void> {
    const layouts = new Map<string, Map<string, readonly string[]>>();
    for await (const { keyspace_name: keyspace, type_name: name, field_names: fields } of client.rows(QUERY)) {
      // The columns of this system table: text, text, frozen<list<text>>.
      const types = layouts.get(String(keyspace)) ?? new Map<string, readonly string[]>();
      types.set(String(name), Array.isArray(fields) ? fields.map(String) : []);
      layouts.set(String(keyspace), types);
    }
    this.#layouts = layouts;
  }
}
