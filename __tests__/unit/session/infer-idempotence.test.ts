import { inferTraits } from '../../../lib/session/infer-idempotence';

test.each([
  // kind, idempotent, CQL
  ['read', true, 'SELECT * FROM t'],
  ['read', true, '  -- now()\n select now() from t'],
  // Cassandra ends a comment at a carriage return too.
  ['write', false, '-- note\rDELETE FROM t WHERE k = now() /*\nSELECT */'],
  ['write', true, 'INSERT INTO t (a, b) VALUES (?, ?)'],
  ['write', true, 'insert into "Ks"."T" ("a", b) values (?, ?) using ttl ? and timestamp ?'],
  ['write', true, 'INSERT INTO t JSON \'{"a": "now()"}\''],
  ['write', true, "INSERT INTO t (a) VALUES ('uuid() IF NOT EXISTS')"],
  ['write', true, 'INSERT INTO t (a) VALUES ($$ it is now() + 1 $$)'],
  ['write', true, "INSERT INTO t (a) VALUES ('it''s now()')"],
  ['write', true, 'INSERT INTO t (a) VALUES (?) /* IF NOT EXISTS */'],
  ['write', true, 'INSERT INTO t (a) VALUES (6ab09bec-e68e-48d9-a5f8-97e6fb4c9b47)'],
  ['write', true, 'INSERT INTO t (a) VALUES (1.5e-3)'],
  ['write', true, 'INSERT INTO t (a) VALUES (-5)'],
  ['write', true, 'INSERT INTO t (a) VALUES ((1, 2))'],
  ['write', true, 'INSERT INTO t (a) VALUES (textAsBlob(?))'],
  ['write', true, 'INSERT INTO t (a) VALUES (toTimestamp(?))'],
  ['write', false, 'INSERT INTO t (a) VALUES (now())'],
  ['write', false, 'INSERT INTO t (a) VALUES (NOW ())'],
  ['write', false, 'INSERT INTO t (a) VALUES (uuid())'],
  ['write', false, 'INSERT INTO t (a) VALUES (toTimestamp(now()))'],
  ['write', false, 'INSERT INTO t (a) VALUES (currentTimestamp())'],
  ['write', false, 'INSERT INTO t (a) VALUES (current_timeuuid())'],
  ['write', false, 'INSERT INTO t (a) VALUES (ks.my_function(?))'],
  ['write', false, 'INSERT INTO t (a) VALUES ("myFunction"(?))'],
  ['conditional', false, 'INSERT INTO t (a) VALUES (?) IF NOT EXISTS'],
  ['conditional', false, 'UPDATE t SET a = ? WHERE k = ? IF a = ?'],
  ['conditional', false, 'DELETE FROM t WHERE k = ? IF EXISTS'],
  ['write', true, 'UPDATE t SET "if" = ? WHERE k = ?'],
  ['write', true, 'UPDATE t SET a = ?, b = ? WHERE k = ?'],
  ['write', true, 'UPDATE t USING TTL ? SET a = ? WHERE k IN (?, ?) AND (c, d) > (?, ?)'],
  ['write', true, 'UPDATE t SET a = -1 WHERE k = ?'],
  ['write', false, 'UPDATE t SET c = c + 1 WHERE k = ?'],
  ['write', false, 'UPDATE t SET c = c - ? WHERE k = ?'],
  ['write', false, 'UPDATE t SET c += ? WHERE k = ?'],
  ['write', false, 'UPDATE t SET l = ? + l WHERE k = ?'],
  ['write', false, 'UPDATE t SET l = [1] + l WHERE k = ?'],
  ['write', false, 'UPDATE t SET l = [1]+l WHERE k = ?'],
  ['write', false, 'UPDATE t SET c=c-1 WHERE k = ?'],
  ['write', false, 'UPDATE t SET l[?] = ? WHERE k = ?'],
  ['write', false, 'UPDATE t SET l[0] = ? WHERE k = ?'],
  ['write', true, "UPDATE t SET m['key'] = ? WHERE k = ?"],
  ['write', true, 'UPDATE t SET l = [1, 2] WHERE k = ?'],
  ['write', true, 'DELETE FROM t WHERE k = ?'],
  ['write', true, 'DELETE a, b FROM t WHERE k = ?'],
  ['write', false, 'DELETE l[?] FROM t WHERE k = ?'],
  ['write', true, "DELETE m['key'] FROM t WHERE k = ?"],
  ['write', true, 'BEGIN BATCH INSERT INTO t (a) VALUES (?); DELETE FROM t WHERE a = ?; APPLY BATCH'],
  ['write', true, 'BEGIN UNLOGGED BATCH USING TIMESTAMP ? UPDATE "T" SET a = ? WHERE k = ? APPLY BATCH'],
  ['write', false, 'BEGIN BATCH INSERT INTO t (a) VALUES (?); UPDATE t SET c = c + ? WHERE k = ?; APPLY BATCH'],
  ['write', false, 'BEGIN COUNTER BATCH UPDATE t SET c = c + ? WHERE k = ?; APPLY BATCH'],
  ['conditional', false, 'BEGIN BATCH INSERT INTO t (a) VALUES (?) IF NOT EXISTS; APPLY BATCH'],
  ['write', false, 'TRUNCATE t'],
  ['schema', false, 'CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY)'],
  ['schema', false, 'DROP KEYSPACE ks'],
  ['schema', false, 'ALTER ROLE r WITH PASSWORD = ?'],
  ['use', false, 'USE ks'],
  ['other', false, 'LIST ROLES'],
  ['other', false, ''],
  ['other', false, "'"],
])('%s, idempotent %s: %s', (kind, idempotent, cql) => {
  expect(inferTraits(cql)).toMatchObject({ kind, idempotent });
});

test.each([
  ['SELECT * FROM t', true],
  ['BEGIN BATCH APPLY BATCH', true],
  ['CREATE TABLE t (a int PRIMARY KEY)', false],
  ['LIST ROLES', false],
])('%s can be prepared: %s', (cql, preparable) => {
  expect(inferTraits(cql).preparable).toBe(preparable);
});

test('a long statement takes no more than linear time', () => {
  const cql = `INSERT INTO t (a) VALUES (${"'x', ".repeat(100_000)}1)`;
  const startedAt = performance.now();
  inferTraits(cql);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
