import { In, LessThan } from '../../../lib/index';
import { plainAssignment } from '../../../lib/query/assignments';
import { readConditions } from '../../../lib/query/conditions';
import { NO_GUARD } from '../../../lib/query/write-conditions';
import { deleteStatement, insertStatement, updateStatement } from '../../../lib/query/write-statements';
import { KEY, readings, users } from '../support/reading';

const EXISTS = { cql: ' IF EXISTS', params: [], types: [] };
const TARGET = '"My Ks".users';
const column = (property: string): (typeof users.columns)[number] => users.byProperty.get(property)!;

describe('INSERT names every column', () => {
  test.each([
    [{ ttl: false, ifNotExists: false }, '', 'write', true, []],
    [{ ttl: true, ifNotExists: false }, ' USING TTL ?', 'write', true, ['int']],
    [{ ttl: false, ifNotExists: true }, ' IF NOT EXISTS', 'conditional', false, []],
    [{ ttl: true, ifNotExists: true }, ' IF NOT EXISTS USING TTL ?', 'conditional', false, ['int']],
  ])('%j', (shape, tail, kind, idempotent, types) => {
    expect(insertStatement(users, TARGET, { ...shape, made: new Map() }, 'User.save')).toEqual({
      cql: `INSERT INTO ${TARGET} (id, "Full Name", age) VALUES (?, ?, ?)${tail}`,
      kind,
      idempotent,
      operation: 'User.save',
      parameterTypes: ['uuid', 'text', 'int', ...types],
    });
  });
});

describe('UPDATE', () => {
  test.each([
    [{ ttl: false }, '', '', 'write', true, []],
    [{ ttl: true }, ' USING TTL ?', '', 'write', true, ['int']],
    [{ ttl: false, guard: EXISTS }, '', ' IF EXISTS', 'conditional', false, []],
  ])('%j', (shape, head, tail, kind, idempotent, types) => {
    const assignments = [plainAssignment(column('name'), null), plainAssignment(column('age'), null)];
    const update = { guard: NO_GUARD, ...shape, assignments, key: users.primaryKey };
    expect(updateStatement(TARGET, update, 'User.update')).toEqual({
      cql: `UPDATE ${TARGET}${head} SET "Full Name" = ?, age = ? WHERE id = ?${tail}`,
      kind,
      idempotent,
      operation: 'User.update',
      parameterTypes: [...types, 'text', 'int', 'uuid'],
    });
  });
});

describe('DELETE', () => {
  const remove = (where: object, columns: readonly string[] = [], ifExists = false): object => {
    const parts = columns.map((property) => {
      return { column: readings.byProperty.get(property)!, element: undefined, elementType: undefined };
    });
    const conditions = readConditions(readings, where);
    const guard = ifExists ? EXISTS : NO_GUARD;
    return deleteStatement(readings, 'ks.readings', { conditions, parts, guard }, 'Reading.delete');
  };

  test.each<[string, object, object]>([
    [
      'a partition',
      remove(KEY),
      { cql: 'DELETE FROM ks.readings WHERE tenant = ? AND day = ?', kind: 'write', idempotent: true },
    ],
    [
      'several',
      remove({ ...KEY, sensor: In(['a']) }),
      {
        cql: 'DELETE FROM ks.readings WHERE tenant = ? AND day = ? AND sensor IN ?',
        parameterTypes: ['text', 'date', 'list<text>'],
      },
    ],
    [
      'a range',
      remove({ ...KEY, sensor: LessThan('b') }),
      { cql: 'DELETE FROM ks.readings WHERE tenant = ? AND day = ? AND sensor < ?' },
    ],
    [
      'columns',
      remove(KEY, ['owner', 'attrs']),
      { cql: 'DELETE owner, attributes FROM ks.readings WHERE tenant = ? AND day = ?' },
    ],
    [
      'IF EXISTS',
      remove(KEY, [], true),
      {
        cql: 'DELETE FROM ks.readings WHERE tenant = ? AND day = ? IF EXISTS',
        kind: 'conditional',
        idempotent: false,
        operation: 'Reading.delete',
      },
    ],
  ])('%s', (_, statement, expected) => {
    expect(statement).toMatchObject(expected);
  });
});
