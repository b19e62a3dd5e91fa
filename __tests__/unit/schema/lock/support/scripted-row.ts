import { setTimeout as sleep } from 'node:timers/promises';
import { QueryError } from '../../../../../lib/errors';
import type { LockOwner } from '../../../../../lib/schema/lock/lock-options';
import { LockRow } from '../../../../../lib/schema/lock/lock-row';
import { SchemaClient, type SchemaPage } from '../../../../../lib/schema/schema-client';

const OWNER: LockOwner = { id: 'a1', host: 'web-1', pid: 7 };
export const OURS: SchemaPage = { rows: [{ owner: OWNER.id, host: OWNER.host, pid: OWNER.pid, since: new Date(0) }] };

const refused = (why: string): QueryError =>
  new QueryError(`schema: the server refused the statement: ${why}`, { code: 'CASPY_INVALID_QUERY' });
export const unknownTable = (): QueryError => refused('table caspy_locks does not exist');
export const unknownKeyspace = (): QueryError => refused('keyspace shop does not exist');
export const uncertain = (): QueryError => new QueryError('schema: no answer in time', { maybeApplied: true });

/** A row whose statements get these answers, one after the other and each after a pause, and what was sent. */
export function scripted(answers: readonly (SchemaPage | Error)[], pause = 0): { row: LockRow; sent: string[] } {
  const left = [...answers];
  const sent: string[] = [];
  const client = new SchemaClient({
    execute: async ({ cql }) => {
      sent.push(cql.split(' ', 1)[0] ?? '');
      const answer = left.shift() ?? new Error('nothing left to answer');
      if (pause > 0) await sleep(pause);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { row: new LockRow(client, 'shop', 'schema', OWNER, 30), sent };
}
