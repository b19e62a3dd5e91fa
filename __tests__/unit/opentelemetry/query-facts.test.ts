import { queryFacts } from '../../../lib/opentelemetry/query-facts';

test.each([
  ['SELECT id, name FROM shop.users WHERE id = ?', 'SELECT', 'shop', 'users'],
  ['INSERT INTO "Shop"."My ""Users""" (id) VALUES (?)', 'INSERT', 'Shop', 'My "Users"'],
  ['UPDATE shop.users USING TTL ? SET name = ? WHERE id = ?', 'UPDATE', 'shop', 'users'],
  ['DELETE name FROM users WHERE id = ?', 'DELETE', undefined, 'users'],
  ['TRUNCATE TABLE shop.users', 'TRUNCATE', 'shop', 'users'],
  ['CREATE TABLE IF NOT EXISTS shop.users (id int PRIMARY KEY)', 'CREATE', 'shop', 'users'],
  ['BEGIN UNLOGGED BATCH\nINSERT INTO shop.users (id) VALUES (?);\nAPPLY BATCH', 'BATCH', 'shop', 'users'],
  ['/* from x.y */ select * from shop.users', 'SELECT', 'shop', 'users'],
  ['USE shop', 'USE', undefined, undefined],
  ['', undefined, undefined, undefined],
])('%s', (cql, operation, keyspace, table) => {
  expect(queryFacts(cql)).toMatchObject({ operation, keyspace, table });
});

test.each([
  ["SELECT * FROM t WHERE a = 'secret' AND b = 'it''s'", 'SELECT * FROM t WHERE a = ? AND b = ?'],
  ['SELECT * FROM t WHERE a = 12 AND b = -1.5e3 AND c = 0xff', 'SELECT * FROM t WHERE a = ? AND b = ? AND c = ?'],
  ['SELECT * FROM t WHERE id = 00000000-0000-4000-8000-000000000001', 'SELECT * FROM t WHERE id = ?'],
  ['SELECT * FROM t WHERE id = a0000000-0000-4000-8000-000000000001', 'SELECT * FROM t WHERE id = ?'],
  ['SELECT * FROM t WHERE a = $$secret$$ -- secret', 'SELECT * FROM t WHERE a = ?'],
  ['SELECT col1, "a 1" FROM t2 WHERE k = ?', 'SELECT col1, "a 1" FROM t2 WHERE k = ?'],
  ["SELECT * FROM t WHERE a = 'open", 'SELECT * FROM t WHERE a = ?'],
  ['SELECT * FROM t LIMIT 10', 'SELECT * FROM t LIMIT ?'],
])('constants leave the text: %s', (cql, text) => {
  expect(queryFacts(cql).text).toBe(text);
});
