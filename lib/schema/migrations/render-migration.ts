import type { SchemaChange } from '../diff/schema-change';
import { unqualify } from './unqualify';

/** What a migration is written as. */
export type MigrationFormat = 'cql' | 'ts';

/** A migration that makes changes, as the text of a file. */
export interface MigrationDraft {
  /** `20260131120000-add-email`. */
  readonly name: string;
  readonly keyspace: string;
  readonly changes: readonly SchemaChange[];
  /** Destructive statements stand there as comments otherwise. */
  readonly allowDestructive: boolean;
}

/** One line of a migration: a statement, one that is not to be run yet, or a remark. */
interface Line {
  readonly kind: 'statement' | 'disabled' | 'remark';
  readonly text: string;
}

const UP = 'Statements that make the change. Each is run once, in this order.';
const DOWN = 'Statements that undo it. When nothing can, delete this line and the one above.';

/** The text of a file that makes changes, and undoes them. Pure. */
export function renderMigration(draft: MigrationDraft, format: MigrationFormat): string {
  const up = draft.changes.flatMap((change) => linesUp(change, draft));
  const down = [...draft.changes].reverse().flatMap((change) => linesDown(change, draft));
  return format === 'cql' ? renderCql(up, down) : renderScript(draft.name, up, down);
}

/** The text of a file that somebody is to fill. Pure. */
export function renderEmptyMigration(name: string, format: MigrationFormat): string {
  if (format === 'cql') return `-- ${UP}\n\n-- caspy:down\n-- ${DOWN}\n`;
  return renderScript(name, [remark(UP)], [remark('Statements that undo it.')]);
}

function linesUp(change: SchemaChange, draft: MigrationDraft): Line[] {
  const isActive = change.class === 'safe' || (change.class === 'destructive' && draft.allowDestructive);
  const about = [change.message, change.reason, isActive ? undefined : change.wayOut];
  const note = change.class === 'safe' ? change.message : `${change.class}: ${about.filter(Boolean).join(' ')}`;
  return [
    remark(note.replaceAll(`${draft.keyspace}.`, '')),
    ...change.cql.map((cql) => statement(cql, isActive, draft)),
  ];
}

function linesDown(change: SchemaChange, draft: MigrationDraft): Line[] {
  if (change.class === 'impossible') return [];
  const isActive = change.class === 'safe' || draft.allowDestructive;
  if (change.inverse.length === 0) return [remark(`Not undone: ${change.message}`)];
  const lost = change.class === 'destructive' ? [remark('Without the data that is gone by then.')] : [];
  return [...lost, ...change.inverse.map((cql) => statement(cql, isActive, draft))];
}

function remark(text: string): Line {
  return { kind: 'remark', text };
}

function statement(cql: string, isActive: boolean, { keyspace }: MigrationDraft): Line {
  return { kind: isActive ? 'statement' : 'disabled', text: unqualify(cql, keyspace) };
}

function renderCql(up: readonly Line[], down: readonly Line[]): string {
  const render = ({ kind, text }: Line): string => {
    if (kind === 'statement') return `${text};`;
    return `-- ${onOneLine(text)}${kind === 'disabled' ? ';' : ''}`;
  };
  return `${up.map(render).join('\n')}\n\n-- caspy:down\n${down.map(render).join('\n')}\n`;
}

function renderScript(name: string, up: readonly Line[], down: readonly Line[]): string {
  const render = ({ kind, text }: Line): string => {
    if (kind === 'remark') return `    // ${onOneLine(text)}`;
    return `    ${kind === 'disabled' ? '// ' : ''}await execute(${quote(text)});`;
  };
  const body = (lines: readonly Line[]): string => lines.map(render).join('\n');
  const method = (called: string, lines: readonly Line[]): string =>
    `  async ${called}({ execute }: MigrationContext): Promise<void> {\n${body(lines)}\n  }`;
  return (
    `import type { Migration, MigrationContext } from 'caspy';\n\n` +
    `export class ${className(name)} implements Migration {\n${method('up', up)}\n\n${method('down', down)}\n}\n`
  );
}

/** `20260131120000-add-email` as `AddEmail20260131120000`. */
function className(name: string): string {
  const [timestamp = '', ...words] = name.split(/[^a-zA-Z\d]+/);
  const title = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `${/^[A-Za-z]/.test(title) ? title : `Migration${title}`}${timestamp}`;
}

function quote(text: string): string {
  return /['\\\r\n\u2028\u2029]/.test(text) ? JSON.stringify(text) : `'${text}'`;
}

/** A name may hold a line break, which would end the comment. */
function onOneLine(text: string): string {
  const lines = text.split(/[\r\n\u2028\u2029]+/);
  return lines.length === 1 ? text : lines.map((line) => line.trim()).join(' ');
}
