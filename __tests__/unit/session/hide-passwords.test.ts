import { inspect } from 'node:util';
import fc from 'fast-check';
import { hidePasswords, hidePasswordsOf } from '../../../lib/session/hide-passwords';

test.each([
  [`CREATE ROLE r WITH PASSWORD = 'canary' AND LOGIN = true`, `CREATE ROLE r WITH PASSWORD = '***' AND LOGIN = true`],
  [`ALTER ROLE r WITH LOGIN = true AND password='can''ary'`, `ALTER ROLE r WITH LOGIN = true AND password='***'`],
  [`CREATE ROLE r WITH HASHED PASSWORD = 'canary'`, `CREATE ROLE r WITH HASHED PASSWORD = '***'`],
  [`CREATE USER u WITH PASSWORD 'canary' NOSUPERUSER`, `CREATE USER u WITH PASSWORD '***' NOSUPERUSER`],
  ['ALTER ROLE r WITH PASSWORD = $$can\nary$$', `ALTER ROLE r WITH PASSWORD = '***'`],
  [`CREATE ROLE r WITH PASSWORD = 'canary`, `CREATE ROLE r WITH PASSWORD = '***'`],
  [`SELECT password FROM accounts WHERE id = ?`, `SELECT password FROM accounts WHERE id = ?`],
  [`UPDATE accounts SET password = ? WHERE id = 'x'`, `UPDATE accounts SET password = ? WHERE id = 'x'`],
])('%s', (cql, shown) => {
  expect(hidePasswords(cql)).toBe(shown);
});

test('an error of the driver loses it too, with those that it holds', () => {
  const cql = `CREATE ROLE r WITH PASSWORD = 'canary' AND nothing`;
  const inner = Object.assign(new Error(`line 1:5 (...= 'canary' AND [nothing])`), { query: cql });
  const error = Object.assign(new Error('No host'), { innerErrors: { '127.0.0.1:9042': inner, other: null } });
  hidePasswordsOf(cql, error);
  expect(inspect(error, { depth: Infinity })).not.toContain('canary');
  expect(inner.message).toBe(`line 1:5 (...= '***' AND [nothing])`);
});

test('no password at all stays in sight', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 });
  fc.assert(
    fc.property(text, fc.constantFrom('', ' ', '\n'), (secret, space) => {
      const cql = `ALTER ROLE r WITH PASSWORD${space}=${space}'canary${secret.replaceAll("'", "''")}' AND LOGIN = true`;
      expect(hidePasswords(cql)).toBe(`ALTER ROLE r WITH PASSWORD${space}=${space}'***' AND LOGIN = true`);
    }),
  );
});
