import type { ChangeClass, SchemaChange } from './schema-change';

const HEADINGS: Readonly<Record<ChangeClass, string>> = {
  safe: 'Safe: adds, or alters options',
  destructive: 'Destructive: takes something away, and needs consent',
  impossible: 'Impossible: Cassandra has no statement for it',
};

/** Changes of one class. */
export function changesOf(changes: readonly SchemaChange[], changeClass: ChangeClass): readonly SchemaChange[] {
  return changes.filter((change) => change.class === changeClass);
}

/** One change in a few lines: what differs, the CQL, and where it has a price, what Cassandra says and the way out. */
export function printChange({ message, entity, cql, reason, wayOut }: SchemaChange): string {
  const lines = [
    `${entity === undefined ? '' : `${entity}: `}${message}`,
    ...cql.map((statement) => `    ${statement};`),
    ...(reason === undefined ? [] : [`    Cassandra: ${reason}`]),
    ...(wayOut === undefined ? [] : [`    Way out: ${wayOut}`]),
  ];
  return lines.join('\n');
}

/**
 * A plan for people, by class and in the order in which the changes are made. Names come from the schema, so a terminal
 * must escape control characters before it shows them.
 *
 * @example
 * ```ts
 * console.log(printPlan(diffSchemas(wanted, actual)));
 * ```
 */
export function printPlan(changes: readonly SchemaChange[]): string {
  if (changes.length === 0) return 'The schema fits: nothing differs.';
  const classes: readonly ChangeClass[] = ['safe', 'destructive', 'impossible'];
  return classes
    .map((each) => [each, changesOf(changes, each)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([each, own]) => [HEADINGS[each], ...own.map((change) => `  - ${printChange(change)}`)].join('\n'))
    .join('\n\n');
}

/** `2 safe, 1 destructive, 0 impossible`. */
export function summarizePlan(changes: readonly SchemaChange[]): string {
  const classes: readonly ChangeClass[] = ['safe', 'destructive', 'impossible'];
  return classes.map((each) => `${changesOf(changes, each).length} ${each}`).join(', ');
}

/**
 * The CQL of a plan as a script. What needs consent stands there as a comment, and so does what cannot be done.
 */
export function planScript(changes: readonly SchemaChange[]): string {
  const blocks = changes.map((change) => {
    const { class: changeClass, message, cql, wayOut } = change;
    if (changeClass === 'safe') return cql.map((statement) => `${statement};`).join('\n');
    const note = `-- ${changeClass}: ${[message, wayOut].filter(Boolean).join(' ')}`;
    return [note, ...cql.map((statement) => `-- ${statement};`)].map(onOneLine).join('\n');
  });
  return blocks.join('\n');
}

/** A name may hold a line break, which would end the comment. */
function onOneLine(text: string): string {
  const lines = text.split(/[\r\n\u2028\u2029]+/);
  return lines.length === 1 ? text : lines.map((line) => line.trim()).join(' ');
}
