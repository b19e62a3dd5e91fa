import { usageError } from '../cli-error';
import { describeEntity } from '../describe/describe-entity';
import { describeLiveTable } from '../describe/describe-live-table';
import { lookUpEntity } from '../entities/find-entity';
import { describeText } from '../output/print-description';
import type { ShellSession } from './shell-session';

/** A command of the shell, which starts with a dot. */
export interface DotCommand {
  readonly name: string;
  readonly help: string;
  run(session: ShellSession, argument: string): Promise<void>;
}

/** What the shell adds to Node's own (.exit, .help, .editor, …). */
export const DOT_COMMANDS: readonly DotCommand[] = [
  { name: 'tables', help: 'List the tables of the keyspace, with the entities that map them', run: listTables },
  { name: 'describe', help: 'Show an entity or a table: .describe users', run: describe },
  {
    name: 'timing',
    help: 'Tell how long each statement takes: .timing on, .timing off',
    run: async (session, argument) => {
      session.isTimed = readSwitch('timing', argument, session.isTimed);
      session.io.notice(`Timing is ${session.isTimed ? 'on' : 'off'}.`);
      return Promise.resolve();
    },
  },
  {
    name: 'write',
    help: 'Let CQL statements write: .write on, .write off',
    run: async (session, argument) => {
      session.mayWrite = readSwitch('write', argument, session.mayWrite);
      session.io.notice(`CQL may ${session.mayWrite ? 'write' : 'only read'}.`);
      return Promise.resolve();
    },
  },
];

function readSwitch(name: string, argument: string, current: boolean): boolean {
  const word = argument.trim().toLowerCase();
  if (word === '') return !current;
  if (word === 'on' || word === 'off') return word === 'on';
  throw usageError(`.${name} is on or off, not '${word}'.`, `Type .${name} on.`);
}

async function listTables({ dataSource, tables, io }: ShellSession): Promise<void> {
  const entities = new Map(dataSource.entityMetadatas.map(({ tableName, name }) => [tableName, name]));
  const names = [...tables.keys()].toSorted();
  const width = Math.max(0, ...names.map((name) => name.length));
  const lines = names.map((name) => `${name.padEnd(width)}  ${entities.get(name) ?? ''}`.trimEnd());
  if (lines.length > 0) await io.stdout.write(`${lines.join('\n')}\n`);
  else io.notice(dataSource.keyspace === undefined ? 'No keyspace is set.' : `${dataSource.keyspace} has no tables.`);
}

async function describe({ dataSource, io }: ShellSession, argument: string): Promise<void> {
  const word = argument.trim().replace(/;$/, '');
  if (word === '') throw usageError('.describe needs an entity or a table.', 'Type .tables to see them.');
  const table = lookUpEntity(dataSource.entityMetadatas, word);
  const description =
    table === undefined ? await describeLiveTable(dataSource, word) : describeEntity(table, dataSource.keyspace);
  await io.stdout.write(`${describeText(io, description)}\n`);
}
