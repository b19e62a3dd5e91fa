import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';

const ROOT = join(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Tests of one subject share a function, so the indentation differs. */
function allFaultTests(): string {
  const sources = globSync('__tests__/faults/**/*.ts', { cwd: ROOT }).map(read).join('\n');
  return sources.replaceAll(/^ +/gm, '    ');
}

interface Measured {
  readonly number: number;
  readonly title: string;
}

test('every fault in the table of docs/reliability.md is a test of that number and title, with figures', () => {
  const page = read('docs/reliability.md');
  const figures = JSON.parse(read('docs/faults.json')) as Measured[];
  const sources = allFaultTests();
  expect(figures.length).toBeGreaterThan(0);
  for (const { number, title } of figures) {
    expect(page).toMatch(new RegExp(`^\\| ${number} +\\| `, 'm'));
    expect(page).toContain(title);
    expect(sources).toContain(`number: ${number},\n    title: '${title}'`);
  }
});

test('every numbered fault test has its row, and no number is taken twice', () => {
  const sources = allFaultTests();
  const numbers = [...sources.matchAll(/^ {4}number: (\d+),$/gm)].map((match) => Number(match[1]));
  const figures = JSON.parse(read('docs/faults.json')) as Measured[];
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(figures.map(({ number }) => number)).toEqual(numbers.toSorted((one, other) => one - other));
});
