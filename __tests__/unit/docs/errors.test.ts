import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
/** Codes stand in quotes of their own; a variable of the environment is read off `process.env`. */
const CODE = /(?<!env\[)'(CASPY_[A-Z_]+)'/g;
const ENVIRONMENT =
  /\bCASPY_(?:CONTACT_POINTS|LOCAL_DC|KEYSPACE|USERNAME|PASSWORD|CONFIG|PORT|HOME|CACHE\w*|TEST_\w+)$/;

function codes(): string[] {
  const files = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const found = files.flatMap((name) => [...readFileSync(join(ROOT, 'lib', name), 'utf8').matchAll(CODE)]);
  return [...new Set(found.map(([, code]) => code ?? ''))].filter((code) => !ENVIRONMENT.test(code)).sort();
}

const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');

test.each(codes())('docs/errors.md lists %s', (code) => {
  expect(page).toContain(`\`${code}\``);
});

test('docs/errors.md lists no code that is not thrown', () => {
  const listed = [...page.matchAll(/`(CASPY_[A-Z_]+)`/g)].map(([, code]) => code ?? '');
  expect(listed.filter((code) => !codes().includes(code))).toEqual([]);
});
