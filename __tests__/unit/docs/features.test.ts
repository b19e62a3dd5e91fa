import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const DOCS = resolve(__dirname, '../../../docs');
const ROW = /^\| (?<feature>[^|]+?) +\| (?<how>[^|]+?) +\| \[(?<title>[^\]]+)\]\((?<path>[^)]+)\) +\|$/;
const TITLE = /\b(?:test|it|describe)(?:\.each)?\b/;

interface Feature {
  readonly feature: string;
  readonly title: string;
  readonly path: string;
}

function features(): Feature[] {
  const lines = readFileSync(join(DOCS, 'features.md'), 'utf8').split('\n');
  const table = lines.filter((line) => line.startsWith('|')).slice(2);
  return table.map((line) => {
    const { feature, title, path } = ROW.exec(line)?.groups ?? {};
    if (feature === undefined || title === undefined || path === undefined) throw new Error(`No feature: ${line}`);
    return { feature, title, path };
  });
}

test('there are features', () => {
  expect(features().length).toBeGreaterThan(25);
});

test.each(features())('$feature', ({ title, path }) => {
  const file = join(DOCS, path);
  expect(existsSync(file)).toBe(true);
  const text = readFileSync(file, 'utf8');
  const at = text.indexOf(`'${title}'`);
  expect(at).toBeGreaterThan(0);
  expect(text.slice(Math.max(0, at - 4000), at)).toMatch(TITLE);
});
