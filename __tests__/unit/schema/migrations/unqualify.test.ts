import { unqualify } from '../../../../lib/schema/migrations/unqualify';

test.each([
  ['chat', 'CREATE TABLE chat.user (id text PRIMARY KEY)', 'CREATE TABLE user (id text PRIMARY KEY)'],
  ['chat', 'CREATE INDEX i ON chat."User" (chat)', 'CREATE INDEX i ON "User" (chat)'],
  ['chat', 'ALTER TABLE chat.a ADD b frozen<chat.address>', 'ALTER TABLE a ADD b frozen<address>'],
  ['chat', 'SELECT * FROM chat.v WHERE a IS NOT NULL', 'SELECT * FROM v WHERE a IS NOT NULL'],
  // What only looks like the keyspace.
  ['chat', 'CREATE TABLE chats.user (id text)', 'CREATE TABLE chats.user (id text)'],
  ['chat', 'CREATE TABLE old_chat.user (id text)', 'CREATE TABLE old_chat.user (id text)'],
  ['chat', 'CREATE TABLE "chat".user (id text)', 'CREATE TABLE "chat".user (id text)'],
  ['chat', "ALTER TABLE chat.a WITH comment = 'of chat.a, it''s'", "ALTER TABLE a WITH comment = 'of chat.a, it''s'"],
  ['chat', 'CREATE TABLE chat.a ("x chat.y" text)', 'CREATE TABLE a ("x chat.y" text)'],
  ['chat', 'ALTER TABLE chat.a RENAME b TO "chat.b"', 'ALTER TABLE a RENAME b TO "chat.b"'],
  // Names that are quoted, also with what regular expressions read in their own way.
  ['Chat', 'CREATE TABLE "Chat".user (id text)', 'CREATE TABLE user (id text)'],
  ['Chat', 'CREATE TABLE "Chat"."User" ("Chat" text)', 'CREATE TABLE "User" ("Chat" text)'],
  ['Chat', `ALTER TABLE "Chat".a WITH comment = '"Chat".a'`, `ALTER TABLE a WITH comment = '"Chat".a'`],
])('in the keyspace %s: %s', (keyspace, cql, expected) => {
  expect(unqualify(cql, keyspace)).toBe(expected);
});
