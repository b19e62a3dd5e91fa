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
    head: Object.keys(first).map((name) => paint.bold(name)),
    colAligns: Object.values(first).map((value) => (typeof value === 'number' ? 'right' : 'left')),
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    // The library's own colours do not ask whether this is a terminal.
    style: { head: [], border: [] },
  });
  for (const row of rows) table.push(Object.values(row).map(String));
  print(table.toString());
}

/** Prints `label  text` pairs; long texts are wrapped and stay in their column. */
export function printFacts(facts: Readonly<Record<string, string>>): void {
  const labelWidth = Math.max(...Object.keys(facts).map((label) => label.length)) + 4;
  const table = new Table({
    colWidths: [labelWidth, screenWidth - labelWidth],
    wordWrap: true,
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 2, 'padding-right': 0 },
  });
  for (const [label, text] of Object.entries(facts)) table.push([paint.dim(label), text]);
  for (const line of table.toString().split('\n')) print(line.trimEnd());
}

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, '']),
);
