import fc from 'fast-check';
import type { Plugin } from 'prettier';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import * as prettier from 'prettier/standalone';
import type { ColumnModel, KeyspaceModel } from '../../../../lib/schema/model';
import { pullEntities } from '../../../../lib/schema/pull/pull-entities';
import { column, keyspace, table, userType, view } from './support';

jest.setTimeout(120_000);

/** The settings of this project, and those of prettier itself. */
const STYLES = [
  { singleQuote: false, printWidth: 80 },
  { singleQuote: true, printWidth: 120 },
  { singleQuote: true, printWidth: 40 },
] as const;

async function expectFormatted(model: KeyspaceModel): Promise<void> {
  for (const style of STYLES) {
    for (const { text } of pullEntities(model, { style }).files) {
      const formatted = await prettier.format(text, {
        parser: 'typescript',
        plugins: [typescript, estree as Plugin],
        ...style,
      });
      expect(text).toBe(formatted);
    }
  }
}

const TYPES = [
  'text',
  'int',
  'bigint',
  'timestamp',
  'duration',
  'blob',
  'set<text>',
  'list<frozen<tuple<int, text>>>',
  'frozen<map<text, int>>',
  'map<text, frozen<list<frozen<address>>>>',
  'frozen<tuple<frozen<address>, frozen<address>>>',
  'frozen<tuple<int, frozen<address>>>',
  'frozen<map<text, frozen<set<frozen<address>>>>>',
  'frozen<tuple<bigint, bigint, text, text, double, double, uuid, timeuuid>>',
  'address',
  'frozen<address>',
  'list<frozen<address>>',
  'vector<float, 3>',
];

const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,40}$/),
  fc.stringMatching(/^[A-Za-z0-9_]{1,40}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.constantFrom('constructor', 'toString', 'static', 'get', 'readonly', 'class', 'delete', 'a b', `"`, `'`, '\\'),
);

const columns = fc
  .uniqueArray(fc.record({ name, type: fc.constantFrom(...TYPES) }), { selector: (each) => each.name, maxLength: 6 })
  .map((all): ColumnModel[] =>
    all
      .filter((each) => each.name !== 'id' && each.name !== '__proto__')
      .map((each): ColumnModel => ({ ...each, kind: 'regular' })),
  );

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.constantFrom('', `it's`, `"'`, '*/', '`${x}`'),
);
const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

test('prettier has nothing to say about any file', async () => {
  const random = fc.record({
    columns,
    clustering: fc.constantFrom('text', 'frozen<tuple<int, frozen<address>>>', 'frozen<address>', 'timestamp'),
    tableName: fc.stringMatching(/^\w{1,48}$/),
    typeName: fc.constant('address'),
    fields: columns,
    comment: text,
    compaction: fc.dictionary(fc.stringMatching(/^[a-z_]{1,30}$/), text, { maxKeys: 4 }),
    indexed: fc.boolean(),
    indexName: fc.stringMatching(/^[a-z_]{1,40}$/),
  });
  await fc.assert(
    fc.asyncProperty(random, async (made) => {
      const regular = made.columns.filter((each) => each.name !== 'at');
      const indexes = made.indexed
        ? regular
            .filter(({ type }) => type === 'text' || type === 'int')
            .map((each, at) => ({ name: `${made.indexName}${at}`, column: each.name, options: {} }))
        : [];
      const plain = made.fields.filter(({ type }) => !type.includes('address') && type !== 'counter');
      await expectFormatted(
        keyspace({
          types: [{ name: made.typeName, fields: [...plain, { name: 'street', type: 'text' }].slice(0, 5) }],
          tables: [
            table(
              made.tableName,
              [column('id uuid', 'partition'), column(`at ${made.clustering}`, 'clustering', 'DESC'), ...regular],
              {
                indexes,
                options: {
                  comment: quoted(made.comment),
                  compaction: `{${Object.entries(made.compaction)
                    .map(([key, value]) => `${quoted(key)}: ${quoted(value)}`)
                    .join(', ')}}`,
                  default_time_to_live: '86400',
                  read_repair: `'NONE'`,
                },
              },
            ),
          ],
          views: [
            view('v', made.tableName, [column(`at ${made.clustering}`, 'partition'), column('id uuid', 'clustering')]),
          ],
        }),
      );
    }),
    { numRuns: 60 },
  );
});

test('long keys, imports and options break as prettier breaks them', async () => {
  const long = (at: number): string => `a_column_with_a_rather_long_name_${at}`;
  await expectFormatted(
    keyspace({
      types: [userType('address', 'street text'), userType('a_type_with_a_rather_long_name', 'home frozen<address>')],
      tables: [
        table('events', [
          ...[1, 2, 3].map((at) => column(`${long(at)} text`, 'partition')),
          ...[4, 5, 6].map((at) => column(`${long(at)} text`, 'clustering')),
          column('owner text', 'static'),
          column('hits counter'),
          column('took duration'),
        ]),
        table('short', [
          column('id uuid', 'partition'),
          column('owner text', 'static'),
          column('x text', 'clustering'),
        ]),
      ],
    }),
  );
});
