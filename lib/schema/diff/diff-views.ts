import { createView } from '../create-view';
import type { KeyspaceModel, ViewModel } from '../model';
import { hasSameKey, hasSameOrder } from './diff-key';
import { alterOptions } from './diff-options';
import { qualified } from './qualified';
import { isSameCondition } from './same-condition';
import type { SchemaChange } from './schema-change';
import { destructive, impossible, safe } from './schema-change';

/** The differences of the materialized views of one keyspace. */
export function diffViews(wanted: KeyspaceModel, actual: KeyspaceModel): SchemaChange[] {
  const there = new Map(actual.views.map((view) => [view.name, view]));
  const tables = new Set(actual.tables.map(({ name }) => name));
  const names = new Set(wanted.views.map(({ name }) => name));
  const needed = wanted.views.flatMap((view) => {
    const existing = there.get(view.name);
    if (existing !== undefined) return diffView(view, existing, wanted.name);
    return [tables.has(view.name) ? nameTaken(view, wanted.name) : missingView(view, wanted.name)];
  });
  const surplus = actual.views.filter(({ name }) => !names.has(name));
  return [...needed, ...surplus.map((view) => extraView(view, actual.name))];
}

function createFor(view: ViewModel, keyspace: string): string {
  return createView(view, qualified(keyspace, view.name), qualified(keyspace, view.base));
}

function dropFor(view: ViewModel, keyspace: string): string {
  return `DROP MATERIALIZED VIEW ${qualified(keyspace, view.name)}`;
}

function missingView(view: ViewModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${view.name}`;
  return safe({
    kind: 'create-view',
    subject,
    entity: view.entity,
    message: `The materialized view ${subject} does not exist.`,
    cql: [createFor(view, keyspace)],
    inverse: [dropFor(view, keyspace)],
  });
}

function nameTaken(view: ViewModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${view.name}`;
  return impossible({
    kind: 'name-taken',
    subject,
    entity: view.entity,
    message: `${subject} is a table, and a materialized view is wanted.`,
    reason: 'In Cassandra tables and views share their names.',
    wayOut: 'Name the view differently, or make the class a @Table().',
  });
}

function extraView(view: ViewModel, keyspace: string): SchemaChange {
  const subject = `${keyspace}.${view.name}`;
  return destructive({
    kind: 'drop-view',
    subject,
    message: `The materialized view ${subject} is not wanted.`,
    cql: [dropFor(view, keyspace)],
    inverse: [createFor(view, keyspace)],
    extra: true,
    reason: 'Cassandra drops the view; its rows are those of the table beneath, which stays.',
    wayOut: `Leave it. If it belongs to another program, name it in 'ignore'.`,
  });
}

function diffView(wanted: ViewModel, actual: ViewModel, keyspace: string): SchemaChange[] {
  const needs = unmetNeeds(wanted, actual);
  const names = new Set(wanted.columns.map(({ name }) => name));
  const surplus = actual.columns.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  if (needs.length > 0) return [otherView(wanted, actual, keyspace, needs, false)];
  const options = alterOptions(wanted, actual, keyspace, 'MATERIALIZED VIEW');
  if (surplus.length === 0) return options;
  return [...options, otherView(wanted, actual, keyspace, [`has ${surplus.join(', ')} besides`], true)];
}

/** What a view lacks, each as the end of a sentence about it. */
function unmetNeeds(wanted: ViewModel, actual: ViewModel): string[] {
  const there = new Set(actual.columns.map(({ name }) => name));
  const missing = wanted.columns.filter(({ name }) => !there.has(name)).map(({ name }) => name);
  return [
    ...(wanted.base === actual.base ? [] : [`is a view of ${actual.base}, not of ${wanted.base}`]),
    ...(missing.length === 0 ? [] : [`has no ${missing.join(', ')}`]),
    ...(hasSameKey(wanted, actual) ? [] : ['has another primary key']),
    ...(hasSameKey(wanted, actual) && !hasSameOrder(wanted, actual) ? ['has another clustering order'] : []),
    ...(isSameCondition(wanted.where, actual.where) ? [] : [`holds rows WHERE ${actual.where}`]),
  ];
}

function otherView(
  wanted: ViewModel,
  actual: ViewModel,
  keyspace: string,
  needs: readonly string[],
  extra: boolean,
): SchemaChange {
  const subject = `${keyspace}.${wanted.name}`;
  return destructive({
    kind: 'replace-view',
    subject,
    entity: wanted.entity,
    message: `The materialized view ${subject} ${needs.join(' and ')}.`,
    cql: [dropFor(actual, keyspace), createFor(wanted, keyspace)],
    inverse: [dropFor(wanted, keyspace), createFor(actual, keyspace)],
    extra,
    reason: 'Cassandra alters only the options of a view: it is dropped and built again, and reads fail meanwhile.',
    wayOut: 'Make a view of another name, read that one, then drop this one.',
  });
}
