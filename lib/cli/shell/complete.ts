import { lookUpEntity } from '../entities/find-entity';
import { entityMethods } from './entity-objects';
import type { ShellSession } from './shell-session';
import { isCql } from './split-statements';

/** What can stand at the end of a line, and the part of the line that it takes the place of. */
export type Completions = readonly [hits: string[], part: string];

const KEYWORDS = (
  'ALLOW FILTERING ALTER AND APPLY BATCH ASC BEGIN BY CONTAINS COUNT CREATE DELETE DESC DESCRIBE DISTINCT DROP EXISTS ' +
  'FROM GROUP IF IN INDEX INSERT INTO KEY KEYSPACE LIMIT LIST MATERIALIZED NOT ORDER PARTITION PER PRIMARY ROLES ' +
  'SELECT SET TABLE TABLES TIMESTAMP TOKEN TRUNCATE TTL TYPE UNLOGGED UPDATE USING VALUES VIEW WHERE WITH'
).split(' ');
const VERBS = 'ALTER BEGIN CREATE DELETE DESCRIBE DROP INSERT LIST SELECT TRUNCATE UPDATE'.split(' ');
const BEFORE_TABLE = new Set(['from', 'into', 'update', 'table', 'truncate', 'on']);

/**
 * Completions of CQL, entities and dot commands; undefined where JavaScript's own are wanted.
 *
 * @param before lines of the same statement that came before
 */
export function complete(session: ShellSession, before: string, line: string): Completions | undefined {
  const names = [...session.tables.keys(), ...session.dataSource.entityMetadatas.map(({ name }) => name)];
  const dot = /^\s*\.describe\s+(\S*)$/.exec(line);
  if (dot !== null) return matching(names, dot[1] ?? '');
  const member = /(?:^|[^\w.])(\w+)\.(\w*)$/.exec(line);
  if (member !== null && !isCql(before + line)) return completeMember(session, member[1] ?? '', member[2] ?? '');
  if (!isCql(before + line)) {
    // A word that may become either: the entities are among those of JavaScript.
    const start = /^\s*([a-z]+)$/i.exec(before + line);
    return start === null || matching(VERBS, start[1] ?? '')[0].length === 0
      ? undefined
      : matching(VERBS, start[1] ?? '');
  }
  return completeCql(session, before + line);
}

function completeMember(session: ShellSession, name: string, part: string): Completions | undefined {
  const table = session.dataSource.entityMetadatas.find((each) => each.name === name);
  if (table === undefined) return undefined;
  const [hits] = matching(entityMethods(session.dataSource, table.target), part);
  return [hits.map((hit) => `${name}.${hit}`), `${name}.${part}`];
}

function completeCql({ tables, dataSource }: ShellSession, text: string): Completions {
  const part = /(?<!\w)\w*$/.exec(text)?.[0] ?? '';
  const words =
    text
      .slice(0, text.length - part.length)
      .toLowerCase()
      .match(/\w+/g) ?? [];
  const previous = words.at(-1) ?? '';
  if (BEFORE_TABLE.has(previous) || (previous === 'describe' && part !== '')) return matching([...tables.keys()], part);
  const mentioned = [...text.toLowerCase().matchAll(/\b(?:from|into|update|truncate)\s+"?(\w+)/g)].map(
    ([, name]) => name,
  );
  const columns = mentioned.flatMap((name) => {
    const entity = name === undefined ? undefined : lookUpEntity(dataSource.entityMetadatas, name);
    return tables.get(name ?? '') ?? entity?.columns.map((column) => column.name) ?? [];
  });
  return matching([...new Set(columns), ...KEYWORDS], part);
}

/** Keywords follow the case of what was typed. */
function matching(candidates: readonly string[], part: string): [hits: string[], part: string] {
  const isLower = part !== '' && part === part.toLowerCase();
  const hits = candidates
    .filter((candidate) => candidate.toLowerCase().startsWith(part.toLowerCase()))
    .map((candidate) => (isLower && candidate === candidate.toUpperCase() ? candidate.toLowerCase() : candidate));
  return [[...new Set(hits)], part];
}
