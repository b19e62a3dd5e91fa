import type { SchemaChange } from '../../schema/diff/schema-change';
import { escapeControls, escapeJson } from '../output/escape';
import type { Io } from '../output/io';
import { jsonText } from '../output/json-value';
import { wrapText } from '../output/wrap-text';

const MARKS = { safe: '+', destructive: '-', impossible: '!' } as const;
const INDENT = '      ';

/** Longer lines of prose are hard to read. */
const WIDEST = 110;

/** A plan on stdout: by table, each change with its CQL and, where it has a price, what Cassandra says and the way out. */
export async function printChanges(io: Io, changes: readonly SchemaChange[]): Promise<void> {
  if (changes.length === 0) return;
  const groups = new Map<string, SchemaChange[]>();
  for (const change of changes) groups.set(groupOf(change), [...(groups.get(groupOf(change)) ?? []), change]);
  const { bold } = io.style.colors;
  const blocks = [...groups].map(([name, own]) =>
    [bold(escapeControls(name)), ...own.flatMap((change) => changeLines(change, io))].join('\n'),
  );
  await io.stdout.write(`${blocks.join('\n\n')}\n`);
}

/** Changes as JSON carries them. */
export function changesJson(changes: readonly SchemaChange[]): readonly object[] {
  return changes.map(({ entity = null, reason = null, wayOut = null, ...change }) => ({
    ...change,
    entity,
    reason,
    wayOut,
  }));
}

/** One JSON document on stdout. */
export async function printJson(io: Io, value: unknown): Promise<void> {
  await io.stdout.write(`${escapeJson(jsonText(value))}\n`);
}

/** `keyspace.table` of a table or of its column; the keyspace of what stands beside the tables. */
function groupOf({ subject, kind, cql, entity }: SchemaChange): string {
  // The names of keyspaces and tables have no dots; those of columns may.
  const [keyspace = subject, table] = subject.split('.');
  if (table === undefined) return keyspace;
  if (!kind.endsWith('index')) return `${keyspace}.${table}`;
  const target = / ON ("(?:[^"]|"")+"|\w+)\.("(?:[^"]|"")+"|\w+) \(/.exec(cql.join(' '))?.[2];
  if (target !== undefined) return `${keyspace}.${target.replaceAll('"', '')}`;
  return entity === undefined ? `${keyspace}.${table}` : `${keyspace} (${entity.split('.')[0] ?? entity})`;
}

function changeLines({ class: changeClass, message, entity, cql, reason, wayOut }: SchemaChange, io: Io): string[] {
  const { colors, width } = io.style;
  const paint = { safe: colors.green, destructive: colors.red, impossible: colors.magenta }[changeClass];
  const wrap = (text: string, lead: string): string[] => {
    const lines = wrapText(
      escapeControls(text),
      width === undefined ? Infinity : Math.min(width, WIDEST) - INDENT.length,
      Infinity,
    );
    return lines.map((line, at) => `${at === 0 ? lead : ' '.repeat(lead.length)}${line}`);
  };
  const about = entity === undefined ? message : `${entity}: ${message}`;
  return [
    ...wrap(about, `  ${MARKS[changeClass]} `).map((line) => paint(line)),
    // Not wrapped: to be copied as it is.
    ...cql.map((statement) => `${INDENT}${escapeControls(statement)};`),
    ...(reason === undefined ? [] : wrap(reason, INDENT).map((line) => colors.dim(line))),
    ...(wayOut === undefined ? [] : wrap(`Way out: ${wayOut}`, INDENT).map((line) => colors.dim(line))),
  ];
}

/** `1 safe, 2 destructive`; nothing of what there is none of. */
export function countChanges(changes: readonly SchemaChange[]): string {
  return (['safe', 'destructive', 'impossible'] as const)
    .map((each) => [changes.filter((change) => change.class === each).length, each] as const)
    .filter(([count]) => count > 0)
    .map(([count, each]) => `${count} ${each}`)
    .join(', ');
}
