import { QueryError } from '../../../../lib/errors';
import type { LockOwner } from '../../../../lib/schema/lock/lock-options';
import { LockRow } from '../../../../lib/schema/lock/lock-row';
import { SchemaClient, type SchemaPage } from '../../../../lib/schema/schema-client';

const OWNER: LockOwner = { id: 'a1', host: 'web-1', pid: 7 };
const OURS: SchemaPage = { rows: [{ owner: OWNER.id, host: OWNER.host, pid: OWNER.pid, since: new Date(0) }] };

const unknownTable = (): QueryError =>
  new QueryError('schema: the server refused the statement: table caspy_locks does not exist', {
    code: 'CASPY_INVALID_QUERY',
  });
const uncertain = (): QueryError => new QueryError('schema: no answer in time', { maybeApplied: true });

/** A row whose statements get these answers, one after the other, and what was sent. */
function scripted(answers: readonly (SchemaPage | Error)[]): { row: LockRow; sent: string[] } {
  const left = [...answers];
  const sent: string[] = [];
  const client = new SchemaClient({
    execute: ({ cql }) => {
      sent.push(cql.split(' ', 1)[0] ?? '');
      const answer = left.shift();
      return answer === undefined || answer instanceof Error
        ? Promise.reject(answer ?? new Error('nothing left to answer'))
        : Promise.resolve(answer);
    },
  });
  return { row: new LockRow(client, 'shop', 'schema', OWNER, 30), sent };
}

// A schema change reaches the nodes one by one, and each request may go to another node.
it('asks again when the node that is asked what became of an uncertain attempt does not know the table yet', async () => {
  const { row, sent } = scripted([uncertain(), unknownTable(), OURS]);
  await expect(row.tryTake()).resolves.toBeUndefined();
  expect(sent).toEqual(['INSERT', 'SELECT', 'SELECT']);
});

it('takes and gives back by nodes that learn of the table in between', async () => {
  const { row, sent } = scripted([unknownTable(), { rows: [], applied: true }, unknownTable(), { rows: [] }]);
  await expect(row.tryTake()).resolves.toBeUndefined();
  await row.release();
  expect(sent).toEqual(['INSERT', 'INSERT', 'DELETE', 'DELETE']);
});

it('tells why an uncertain attempt failed when nobody has the lock', async () => {
  const { row } = scripted([uncertain(), { rows: [] }]);
  await expect(row.tryTake()).rejects.toThrow('no answer in time');
});
