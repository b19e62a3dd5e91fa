import Table from 'cli-table3';
import { paint, print, screenWidth } from './output';

/** Prints rows with the properties of the first one as columns; numbers stand on the right. */
export function printTable(rows: readonly object[]): void {
  const [first] = rows;
  if (first === undefined) {
    print('  (no rows)');
    return;
  }
  const table = new Table({
    colAligns: Object.values(first).map((value) => (typeof value === 'number' ? 'right' : 'left')),
    chars: NO_BORDERS,
    style: { ...NO_COLORS, 'padding-left': 2, 'padding-right': 0 },
  });
  const names = Object.keys(first);
  const cells = rows.map((row) => Object.values(row).map(String));
  const widths = names.map((_, column) => Math.max(...[names, ...cells].map((row) => row[column]?.length ?? 0)));
  table.push(
    names.map((name) => paint.bold(name)),
    widths.map((width) => paint.dim('─'.repeat(width))),
    ...cells,
  );
  printLines(table);
}

/** Prints `label  text` pairs; long texts are wrapped and stay in their column. */
export function printFacts(facts: Readonly<Record<string, string>>, paintLabel = paint.dim): void {
  const labelWidth = Math.max(...Object.keys(facts).map((label) => label.length)) + 4;
  const table = new Table({
    colWidths: [labelWidth, screenWidth - labelWidth],
    wordWrap: true,
    chars: NO_BORDERS,
    style: { ...NO_COLORS, 'padding-left': 2, 'padding-right': 0 },
  });
  for (const [label, text] of Object.entries(facts)) table.push([paintLabel(label), text]);
  printLines(table);
}

function printLines(table: Table.Table): void {
  for (const line of table.toString().split('\n')) print(line.trimEnd());
}

/** The library's own colours do not ask whether this is a terminal. */
const NO_COLORS = { head: [], border: [] };

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, '']),
);
