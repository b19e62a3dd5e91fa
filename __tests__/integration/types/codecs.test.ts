import { Client } from 'cassandra-driver';
import fc from 'fast-check';
import type { CqlType } from '../../../lib/types/cql-type';
import { createCodec } from '../../../lib/types/create-codec';
import { emptyValue } from '../../../lib/types/empty-value';
import { formatCqlType } from '../../../lib/types/format-cql-type';
import { parseCqlType } from '../../../lib/types/parse-cql-type';
import { valuesOf } from '../../unit/types/support/arbitrary-values';

const KEYSPACE = 'caspy_types';

const VALUES = [
  'ascii',
  'bigint',
  'blob',
  'boolean',
  'date',
  'decimal',
  'double',
  'duration',
  'float',
  'inet',
  'int',
  'smallint',
  'text',
  'time',
  'timestamp',
  'timeuuid',
  'tinyint',
  'uuid',
  'varint',
  'list<duration>',
  'set<uuid>',
  'frozen<set<inet>>',
  'map<timestamp, tinyint>',
  'frozen<map<text, list<varint>>>',
  'map<tuple<int, text>, set<date>>',
  'tuple<int, text, list<uuid>>',
  'vector<float, 3>',
  'vector<double, 2>',
  'vector<bigint, 2>',
  'vector<boolean, 2>',
  'vector<timestamp, 2>',
  'vector<uuid, 2>',
  'vector<smallint, 2>',
  'vector<tinyint, 2>',
  'vector<date, 2>',
  'vector<time, 2>',
  'vector<text, 2>',
  'vector<decimal, 2>',
  'vector<inet, 2>',
  'vector<vector<float, 2>, 2>',
  'vector<vector<text, 2>, 2>',
  'vector<tuple<int, text>, 2>',
  'vector<list<int>, 2>',
].map(parseCqlType);

/** Types whose text alone is checked: caspy's canonical form must be what Cassandra prints. */
const TEXTS = [
  'list<list<int>>',
  'frozen<list<list<int>>>',
  'map<text, frozen<map<int, set<text>>>>',
  'address',
  'frozen<address>',
  'list<address>',
  '"Ad ""dress"',
  'tuple<address, list<tuple<int>>>',
  'frozen<tuple<int>>',
  'vector<frozen<address>, 2>',
  'vector<tuple<int, set<int>>, 2>',
  'varchar',
].map(parseCqlType);

const column = (prefix: string, at: number): string => `${prefix}${at}`;

describe('codecs on a real Cassandra', () => {
  let client: Client;

  beforeAll(async () => {
    client = new Client({
      contactPoints: (process.env.CASPY_TEST_CONTACT_POINTS ?? '').split(','),
      protocolOptions: { port: Number(process.env.CASPY_TEST_PORT) },
      localDataCenter: process.env.CASPY_TEST_LOCAL_DC ?? '',
      encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true },
    });
    const replication = `{'class': 'SimpleStrategy', 'replication_factor': 1}`;
    await client.execute(`CREATE KEYSPACE IF NOT EXISTS ${KEYSPACE} WITH replication = ${replication}`);
    await client.execute(`CREATE TYPE IF NOT EXISTS ${KEYSPACE}.address (street text)`);
    await client.execute(`CREATE TYPE IF NOT EXISTS ${KEYSPACE}."Ad ""dress" (street text)`);
    const values = VALUES.map((type, at) => `${column('v', at)} ${formatCqlType(type)}`);
    const texts = TEXTS.map((type, at) => `${column('t', at)} ${formatCqlType(type)}`);
    await client.execute(
      `CREATE TABLE ${KEYSPACE}.everything (id int PRIMARY KEY, ${[...values, ...texts].join(', ')})`,
    );
  }, 60_000);

  afterAll(async () => {
    await client.execute(`DROP KEYSPACE IF EXISTS ${KEYSPACE}`);
    await client.shutdown();
  }, 60_000);

  it('prints types as formatCqlType does', async () => {
    const cql = `SELECT column_name, type FROM system_schema.columns WHERE keyspace_name = ? AND table_name = 'everything'`;
    const { rows } = await client.execute(cql, [KEYSPACE], { prepare: true });
    const printed = new Map(rows.map((row) => [String(row.column_name), String(row.type)]));
    const expected = [
      ...VALUES.map((type, at) => [column('v', at), formatCqlType(type)] as const),
      ...TEXTS.map((type, at) => [column('t', at), formatCqlType(type)] as const),
      ['id', 'int'] as const,
    ];
    expect(printed).toEqual(new Map(expected));
    for (const text of printed.values()) expect(formatCqlType(parseCqlType(text))).toBe(text);
  });

  async function readBack(type: CqlType, at: number, value: unknown): Promise<unknown> {
    const { encode, decode } = createCodec(type);
    const name = column('v', at);
    const prepare = { prepare: true };
    await client.execute(
      `INSERT INTO ${KEYSPACE}.everything (id, ${name}) VALUES (?, ?)`,
      [at, encode(value)],
      prepare,
    );
    const { rows } = await client.execute(`SELECT ${name} FROM ${KEYSPACE}.everything WHERE id = ?`, [at], prepare);
    const stored: unknown = rows[0]?.[name];
    if (stored === null || stored === undefined) return emptyValue(type) ?? null;
    return decode === undefined ? stored : decode(stored);
  }

  it.each(VALUES.map((type, at) => [formatCqlType(type), type, at] as const))(
    'stores and returns %s',
    async (_, type, at) => {
      await fc.assert(
        fc.asyncProperty(valuesOf(type), async (value) => {
          expect(await readBack(type, at, value)).toEqual(value);
        }),
        { numRuns: 25 },
      );
    },
    30_000,
  );

  it.each([
    ['bigint', -(2n ** 63n), '-9223372036854775808'],
    ['date', '1969-12-31', '"1969-12-31"'],
    ['decimal', '-1.50', '-1.50'],
    ['duration', '-1y2mo3d4h5m6s', '"-1y2mo3d4h5m6s"'],
    ['inet', '2001:db8::1', '"2001:db8:0:0:0:0:0:1"'],
    ['time', '23:59:59.000000001', '"23:59:59.000000001"'],
    ['timestamp', new Date(-1), '"1969-12-31 23:59:59.999Z"'],
    ['timeuuid', '123e4567-e89b-12d3-a456-426614174000', '"123e4567-e89b-12d3-a456-426614174000"'],
    ['varint', -(2n ** 70n), '-1180591620717411303424'],
    ['vector<smallint, 2>', [-1, 300], '[-1, 300]'],
    [
      'vector<frozen<tuple<int, text>>, 2>',
      [
        [1, 'a'],
        [null, ''],
      ],
      '[[1, "a"], [null, ""]]',
    ],
  ] as const)('Cassandra itself reads a %s as it was meant', async (cql, value, json) => {
    const at = VALUES.findIndex((type) => formatCqlType(type) === cql);
    const type = parseCqlType(cql);
    await client.execute(
      `INSERT INTO ${KEYSPACE}.everything (id, ${column('v', at)}) VALUES (?, ?)`,
      [1000 + at, createCodec(type).encode(value)],
      { prepare: true },
    );
    const { rows } = await client.execute(
      `SELECT toJson(${column('v', at)}) AS json FROM ${KEYSPACE}.everything WHERE id = ?`,
      [1000 + at],
      { prepare: true },
    );
    expect(rows[0]?.json).toBe(json);
  });
});
