import { Column, Index, PartitionKey, Table } from '../../../lib/index';
import { buildTables } from '../../../lib/metadata/build-tables';
import type { EntityClass } from '../../../lib/metadata/table-metadata';
import { createMissing } from '../../../lib/schema/create-missing';
import { SchemaClient } from '../../../lib/schema/schema-client';
import { FakeExecutor, rowPage } from '../support/fake-executor';

@Table()
class User {
  @PartitionKey() id!: string;
  @Index() @Column() email!: string;
}

@Table({ keyspace: 'Audit' })
class Entry {
  @PartitionKey() id!: string;
}

@Table({ synchronize: false })
class Foreign {
  @PartitionKey() id!: string;
}

/** What exists, by the query that asks for it and the keyspace. */
type Known = Readonly<Record<string, readonly string[]>>;

class Schema extends FakeExecutor {
  readonly #known: Known;

  constructor(known: Known) {
    super();
    this.#known = known;
  }

  override execute(
    ...[statement, params, options]: Parameters<FakeExecutor['execute']>
  ): ReturnType<FakeExecutor['execute']> {
    const [, column = '', table = ''] = /^SELECT (\w+) FROM system_schema\.(\w+)/.exec(statement.cql) ?? [];
    const names =
      table === 'keyspaces' ? (this.#known.keyspaces ?? []) : (this.#known[`${String(params[0])}.${table}`] ?? []);
    const wanted = table === 'keyspaces' ? names.filter((name) => name === String(params[0])) : names;
    this.answers.push(rowPage(wanted.map((name) => ({ [column]: name }))));
    return super.execute(statement, params, options);
  }
}

const replication = { class: 'SimpleStrategy', replication_factor: 1 };
const USER = 'CREATE TABLE IF NOT EXISTS chat.user (id text, email text, PRIMARY KEY ((id)))';
const INDEX = `CREATE CUSTOM INDEX IF NOT EXISTS user_email_idx ON chat.user (email) USING 'StorageAttachedIndex'`;
const ENTRY = 'CREATE TABLE IF NOT EXISTS "Audit".entry (id text, PRIMARY KEY ((id)))';
const keyspace = (name: string): string =>
  `CREATE KEYSPACE IF NOT EXISTS ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}`;

async function run(known: Known, targets: readonly EntityClass[]): Promise<{ ran: string[]; schema: Schema }> {
  const schema = new Schema(known);
  const tables = buildTables(targets).values();
  const ran = await createMissing(new SchemaClient(schema), tables, { keyspace: 'chat', replication });
  return { ran, schema };
}

test.each<[string, Known, readonly EntityClass[], readonly string[]]>([
  ['nothing is there', {}, [User, Entry], [keyspace('chat'), USER, INDEX, keyspace('"Audit"'), ENTRY]],
  ['the keyspace is there', { keyspaces: ['chat'] }, [User], [USER, INDEX]],
  ['the table is there', { keyspaces: ['chat'], 'chat.tables': ['user'] }, [User], [INDEX]],
  ['all is there', { keyspaces: ['chat'], 'chat.tables': ['user'], 'chat.indexes': ['user_email_idx'] }, [User], []],
  [
    'a table of another keyspace counts for nothing',
    { keyspaces: ['chat'], 'Audit.tables': ['user'] },
    [User],
    [USER, INDEX],
  ],
  ['tables that keep away', { keyspaces: ['chat'] }, [Foreign], []],
])('%s', async (_, known, targets, expected) => {
  const { ran } = await run(known, targets);
  expect(ran).toEqual(expected);
});

test('schema statements are sent one by one, as such, with time to agree', async () => {
  const { schema } = await run({}, [User]);
  const changes = schema.sent.filter(({ statement }) => statement.kind === 'schema');
  expect(changes).toHaveLength(3);
  for (const { statement, options } of changes) {
    expect(statement.idempotent).toBe(false);
    expect(options?.timeout).toBeGreaterThanOrEqual(30_000);
  }
});
