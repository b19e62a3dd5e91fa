import { quoteIdentifier } from '../../types/cql-identifier';
import type { Replication } from '../create-keyspace';
import { createKeyspace } from '../create-keyspace';
import type { KeyspaceModel, SchemaModel, TableModel, ViewModel } from '../model';
import { isOwnTable } from '../own-tables';
import { diffTables } from './diff-tables';
import { diffTypes } from './diff-types';
import { diffViews } from './diff-views';
import type { SchemaChange } from './schema-change';
import { CHANGE_KINDS, safe } from './schema-change';

/** What a diff is made with. */
export interface DiffOptions {
  /** For keyspaces that do not exist and whose model says nothing; one copy in each data centre unless set. */
  readonly replication?: Replication | undefined;
  /**
   * Tables, views and types that belong to others: names, or expressions that match whole names. What is not wanted and
   * stands here is passed over, with all that hangs on it.
   */
  readonly ignore?: readonly (string | RegExp)[] | undefined;
}

const ONE_COPY: Replication = { class: 'NetworkTopologyStrategy', replication_factor: 1 };

/**
 * What has to be done to make a server what is wanted, in the order in which it can be done; empty when it fits. Both
 * sides may come from entities, from a server or from a snapshot.
 *
 * Options are compared as far as they are wanted: what only the server says is its default or somebody's choice.
 * Replication is never compared, keyspaces that are not wanted are passed over, and so are the tables that caspy keeps
 * for itself and those whose entity says `synchronize: false`. The order of a type's fields is free, since caspy writes
 * by the server's.
 *
 * @example
 * ```ts
 * const changes = diffSchemas(modelOf(tables, 'chat'), { keyspaces: [await introspectKeyspace(client, 'chat')] });
 * changes.filter((change) => change.class === 'impossible').map(({ message }) => message);
 * ```
 */
export function diffSchemas(wanted: SchemaModel, actual: SchemaModel, options: DiffOptions = {}): SchemaChange[] {
  const there = new Map(actual.keyspaces.map((keyspace) => [keyspace.name, keyspace]));
  const ignored = ignoring(options.ignore ?? []);
  const changes = wanted.keyspaces.flatMap((keyspace) => {
    const existing = there.get(keyspace.name);
    const created = existing === undefined ? [missingKeyspace(keyspace, options.replication)] : [];
    return [...created, ...diffKeyspace(keyspace, existing ?? emptyKeyspace(keyspace.name), ignored)];
  });
  // Sorting is stable: what depends on each other within one kind stands in the right order already.
  return changes.toSorted((a, b) => CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind));
}

type Ignored = (name: string) => boolean;

function ignoring(patterns: readonly (string | RegExp)[]): Ignored {
  return (name) =>
    patterns.some((each) =>
      typeof each === 'string' ? each === name : new RegExp(`^(?:${each.source})$`, each.flags).test(name),
    );
}

function missingKeyspace({ name, replication }: KeyspaceModel, fallback: Replication = ONE_COPY): SchemaChange {
  const own = replication?.class === undefined ? undefined : { ...replication, class: replication.class };
  return safe({
    kind: 'create-keyspace',
    subject: name,
    message: `The keyspace ${name} does not exist.`,
    cql: [createKeyspace(name, own ?? fallback)],
    inverse: [`DROP KEYSPACE ${quoteIdentifier(name)}`],
  });
}

function emptyKeyspace(name: string): KeyspaceModel {
  return { name, types: [], tables: [], views: [] };
}

function diffKeyspace(wanted: KeyspaceModel, actual: KeyspaceModel, ignored: Ignored): SchemaChange[] {
  const all = [...wanted.tables, ...wanted.views];
  const foreign = new Set(all.filter((each) => each.foreign).map(({ name }) => name));
  const known = new Set(all.map(({ name }) => name));
  const kept = new Set(actual.tables.filter(isOwnTable).map(({ name }) => name));
  const isLeftAlone = (name: string): boolean =>
    foreign.has(name) || (!known.has(name) && (kept.has(name) || ignored(name)));
  const counts = ({ name }: TableModel | ViewModel): boolean => !isLeftAlone(name);
  const ours = { ...wanted, tables: wanted.tables.filter(counts), views: wanted.views.filter(counts) };
  const theirs = {
    ...actual,
    tables: actual.tables.filter(counts),
    // A view of a table that is left alone is left alone too.
    views: actual.views.filter((view) => counts(view) && (known.has(view.name) || !isLeftAlone(view.base))),
  };
  const rest = actual.tables.filter((table) => !counts(table));
  const types = diffTypes(ours, theirs, rest).filter(({ extra, subject }) => !extra || !ignored(typeOf(subject)));
  return [...types, ...diffTables(ours, theirs, actual.tables), ...diffViews(ours, theirs)];
}

/** The type in `keyspace.type.field`; the names of keyspaces have no dots. */
function typeOf(subject: string): string {
  return subject.slice(subject.indexOf('.') + 1);
}
