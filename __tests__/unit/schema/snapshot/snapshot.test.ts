import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SchemaModel } from '../../../../lib/schema/model';
import { formatSnapshot } from '../../../../lib/schema/snapshot/format-snapshot';
import { parseSnapshot } from '../../../../lib/schema/snapshot/parse-snapshot';
import { readSnapshot, writeSnapshot } from '../../../../lib/schema/snapshot/snapshot-file';
import { column, keyspace, table, userType, view } from '../pull/support';

const schema: SchemaModel = {
  keyspaces: [
    keyspace({
      replication: { class: 'SimpleStrategy', replication_factor: '1' },
      durableWrites: true,
      types: [userType('address', 'street text')],
      tables: [
        table('users', [column('id uuid', 'partition'), column('at timestamp', 'clustering', 'DESC')], {
          indexes: [{ name: 'i', column: 'at', className: 'sai', target: 'values', options: { a: 'b' } }],
          options: { comment: `'x'` },
          dropped: [{ name: 'old', type: 'int', kind: 'regular' }],
          foreign: true,
        }),
        table('odd', [{ name: 'k', kind: 'partition', type: `'org.apache.cassandra.db.marshal.BytesType'` }]),
      ],
      views: [view('v', 'users', [column('id uuid', 'partition')])],
    }),
  ],
};

test('what was written is read, and written again it is the same text', () => {
  const text = formatSnapshot(schema);
  expect(formatSnapshot(parseSnapshot(text))).toBe(text);
  const [first] = parseSnapshot(text).keyspaces;
  expect(first?.tables[1]).toEqual(schema.keyspaces[0]?.tables[0]);
  expect(text.endsWith('}\n')).toBe(true);
});

test('the text does not depend on the order of names, nor on the entities behind them', () => {
  const [only] = schema.keyspaces;
  if (only === undefined) throw new Error('there is one');
  const other = { ...only, tables: only.tables.toReversed().map((each) => ({ ...each, entity: 'User' })) };
  expect(formatSnapshot({ keyspaces: [other] })).toBe(formatSnapshot(schema));
});

describe('what is no snapshot is refused', () => {
  const document = JSON.parse(formatSnapshot(schema)) as { keyspaces: Record<string, unknown>[] };
  const broken = (change: (copy: typeof document) => void): string => {
    const copy = structuredClone(document);
    change(copy);
    return JSON.stringify(copy);
  };
  test.each([
    ['no JSON', '{', 'The snapshot is no JSON.'],
    ['a list', '[]', 'the document should be an object'],
    ['another document', '{"a":1}', 'caspySnapshot should be the version'],
    [
      'another version',
      '{"caspySnapshot":2,"keyspaces":[]}',
      'The snapshot has version 2, and this caspy reads version 1.',
    ],
    ['a missing list', '{"caspySnapshot":1}', 'snapshot.keyspaces should be a list'],
    ['a wrong name', broken(({ keyspaces: [k] }) => (k!.name = 1)), 'snapshot.keyspaces[0].name should be a text'],
    ['an unknown part', broken(({ keyspaces: [k] }) => (k!.more = 1)), 'snapshot.keyspaces[0].more should be left out'],
    [
      'a type that would be code',
      broken(({ keyspaces: [k] }) => (k!.types = [{ name: 'a', fields: [{ name: 'b', type: 'int; DROP TABLE x' }] }])),
      'snapshot.keyspaces[0].types[0].fields[0].type should be a CQL type',
    ],
    [
      'an unknown kind',
      broken(({ keyspaces: [k] }) => ((k!.tables as { columns: { kind: string }[] }[])[0]!.columns[0]!.kind = 'x')),
      'snapshot.keyspaces[0].tables[0].columns[0].kind should be "partition" or "clustering" or "static" or "regular"',
    ],
  ])('%s', (_, text, message) => {
    expect(() => parseSnapshot(text)).toThrow(expect.objectContaining({ code: 'CASPY_SNAPSHOT' }) as Error);
    expect(() => parseSnapshot(text)).toThrow(message);
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'caspy-snapshot-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('are replaced as a whole, and leave nothing beside them', async () => {
    const file = join(folder, 'schema.snapshot.json');
    writeFileSync(file, 'old');
    await writeSnapshot(file, schema);
    expect(formatSnapshot(await readSnapshot(file))).toBe(formatSnapshot(schema));
    expect(readdirSync(folder)).toEqual(['schema.snapshot.json']);
  });

  test('that are not there say how they are made', async () => {
    await expect(readSnapshot(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'CASPY_SNAPSHOT',
      message: expect.stringContaining("'caspy schema snapshot --output FILE' writes a snapshot.") as string,
    });
  });
});
