import { dropTestData, testDataSource } from '../support/test-data-source';
import type { DataSource, EntityClass, Repository, SyncResult } from 'caspy';
import {
  ClusteringKey,
  Column,
  In,
  MaterializedView,
  MoreThan,
  PartitionKey,
  Server,
  StaticColumn,
  Table,
  tuple,
} from 'caspy';

@Table()
class Deep {
  @PartitionKey('int') a!: number;
  @PartitionKey('int') b!: number;
  @ClusteringKey('int') c!: number;
  @ClusteringKey('int') d!: number;
  @ClusteringKey('int') e!: number;
  @Column('int') number!: number | null;
  @Column() text!: string;
  @Column() flag!: boolean;
  @Column(tuple('int', 'text', 'boolean', 'double')) four!: [number, string, boolean, number];
  @Column('timestamp') seen?: Date;
}

@MaterializedView(() => Deep, { name: 'Deep_By_Text' })
class DeepByText {
  @PartitionKey('text') text!: string;
  @ClusteringKey('int') a!: number;
  @ClusteringKey('int') b!: number;
  @ClusteringKey('int') c!: number;
  @ClusteringKey('int') d!: number;
  @ClusteringKey('int') e!: number;
  @Column('int') number!: number;
}

let dataSource: DataSource;
let rows: Repository<Deep>;
const KEY = { a: 1, b: 2, c: 3, d: 4, e: 5 };
const values = (more: object = {}): Deep =>
  rows.create({ ...KEY, number: 1, text: 't', flag: true, four: [1, 'x', true, 0.5], ...more });

beforeAll(async () => {
  dataSource = await testDataSource({ entities: [Deep, DeepByText] });
  rows = dataSource.getRepository(Deep);
});
afterAll(() => dropTestData(dataSource));
beforeEach(() => rows.clear());

describe('where other mappers fail', () => {
  test('one statement serves conditions with lists of any length', async () => {
    await rows.save(values());
    for (const list of [[1], [0, 1, 2], [9], [5, 6, 7, 8, 1]]) {
      const result = await rows.update(KEY, { text: 'u' }, { if: { number: In(list) } });
      expect(result.applied).toBe(list.includes(1));
    }
  });

  test('queries that are paged side by side do not share their place', async () => {
    await rows.save(Array.from({ length: 60 }, (_, e) => values({ a: e % 2, e })));
    const read = async (a: number): Promise<number[]> => {
      const seen: number[] = [];
      let after: string | null = null;
      do {
        const page: { items: Deep[]; next: string | null } = await rows.findPage({
          where: { a, b: 2 },
          size: 7,
          after,
        });
        seen.push(...page.items.map(({ e }) => e));
        after = page.next;
      } while (after !== null);
      return seen;
    };
    const [even, odd] = await Promise.all([read(0), read(1)]);
    expect(even).toEqual(Array.from({ length: 30 }, (_, n) => n * 2));
    expect(odd).toEqual(Array.from({ length: 30 }, (_, n) => n * 2 + 1));
  });

  test('a condition that does not hold is an answer with the row, not an exception', async () => {
    await rows.save(values());
    const result = await rows.insert(values({ text: 'second' }), { ifNotExists: true });
    expect(result).toMatchObject({ applied: false, existing: { text: 't', four: [1, 'x', true, 0.5] } });
  });

  test('zero, the empty text and false are values, and are written', async () => {
    await rows.save(values());
    await rows.save(values({ number: 0, text: '', flag: false }));
    expect(await rows.get(KEY)).toMatchObject({ number: 0, text: '', flag: false });
  });

  test('keys of any length serve finders, deletes and updates', async () => {
    await rows.save(values());
    expect(await rows.filter({ a: 1, b: 2, c: 3, d: 4, e: MoreThan(4) }).count()).toBe(1);
    await rows.update(KEY, { number: 2 });
    await rows.delete({ a: 1, b: 2, c: 3, d: 4 });
    expect(await rows.get(KEY)).toBeNull();
  });

  test('a selection is checked before it is sent', async () => {
    const before = dataSource.metrics().executed;
    await expect(rows.find({ where: { a: 1, b: 2 }, select: ['nothing' as never] })).rejects.toThrow(
      "no column 'nothing'",
    );
    expect(dataSource.metrics().executed).toBe(before);
  });

  test('the server makes a timestamp: toTimestamp(now())', async () => {
    const start = Date.now() - 1_000;
    await rows.insert({ ...KEY, seen: Server.toTimestamp() });
    expect((await rows.getOrFail(KEY)).seen?.getTime()).toBeGreaterThan(start);
  });

  test('a view whose name needs quotes is created and read', async () => {
    await rows.save(values({ text: 'wanted' }));
    const view = dataSource.getRepository(DeepByText);
    for (let attempt = 0; attempt < 50 && !(await view.existsBy({ text: 'wanted' })); attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await view.findBy({ text: 'wanted' })).toMatchObject([{ ...KEY, number: 1 }]);
  });

  describe('in a table that exists already', () => {
    /** What a table that was made by one entity needs for another one, and what is done about it. */
    async function synchronized(before: EntityClass, after: EntityClass): Promise<SyncResult> {
      const { keyspace } = dataSource;
      await using _ = await testDataSource({ entities: [before], keyspace });
      await using next = await testDataSource({ entities: [after], keyspace, synchronize: false });
      return await next.synchronize();
    }

    test('a static column is added as one', async () => {
      @Table('grown')
      class Before {
        @PartitionKey('int') id!: number;
        @ClusteringKey('int') seq!: number;
      }
      @Table('grown')
      class After extends Before {
        @StaticColumn('text') topic!: string;
      }
      const { changes } = await synchronized(Before, After);
      expect(changes).toMatchObject([{ class: 'safe', cql: [expect.stringMatching(/ ADD .*topic text static/i)] }]);
      const { rows: found } = await dataSource.execute(
        "SELECT kind FROM system_schema.columns WHERE keyspace_name = ? AND table_name = 'grown' AND column_name = 'topic'",
        [dataSource.keyspace],
      );
      expect(found).toMatchObject([{ kind: 'static' }]);
    });

    test('another order of the key is seen, and not taken for the same columns', async () => {
      @Table('keyed')
      class Before {
        @PartitionKey('int') id!: number;
        @ClusteringKey('int') a!: number;
        @ClusteringKey('int') b!: number;
      }
      @Table('keyed')
      class After {
        @PartitionKey('int') id!: number;
        @ClusteringKey('int') b!: number;
        @ClusteringKey('int') a!: number;
      }
      const { changes, skipped } = await synchronized(Before, After);
      expect(changes).toEqual([]);
      expect(skipped.filter(({ extra }) => !extra)).toMatchObject([
        { class: 'impossible', subject: expect.stringContaining('keyed') },
      ]);
    });

    test('options of a view are altered as those of a view', async () => {
      @MaterializedView(() => Deep, { name: 'Deep_By_Text', comment: 'by text' })
      class Commented extends DeepByText {}
      await using next = await testDataSource({
        entities: [Deep, Commented],
        keyspace: dataSource.keyspace,
        synchronize: false,
      });
      const { statements } = await next.synchronize({ ignore: ['grown', 'keyed'] });
      expect(statements).toEqual([expect.stringMatching(/^ALTER MATERIALIZED VIEW .*"Deep_By_Text" WITH comment/)]);
      expect((await next.synchronize({ ignore: ['grown', 'keyed'] })).changes).toEqual([]);
    });
  });
});
