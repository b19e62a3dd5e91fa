import fc from 'fast-check';
import { readParams } from '../../../lib/cli/cql/read-params';
import { lookUpEntity } from '../../../lib/cli/entities/find-entity';
import { toQuerySet } from '../../../lib/cli/queries/query-run';
import { readQuery } from '../../../lib/cli/queries/read-query';
import { recordingRepository } from '../../../lib/cli/queries/recording-repository';
import { readWrite, sendWrite } from '../../../lib/cli/queries/write';
import { CaspyError } from '../../../lib/errors';
import { HOSTILE, hostileArgs } from './hostile-args';
import { Post, tablesOf, User } from './support';

const TABLES = tablesOf(User, Post);

/** What comes out of it: the CQL that would be sent, or an error that says what is wrong; never another one. */
async function cqlOf(work: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CaspyError) return [];
    throw new Error('This is no error of caspy.', { cause: error });
  }
}

const isClean = (statements: readonly string[]): boolean =>
  statements.every((cql) => !cql.toLowerCase().includes(HOSTILE) && !/['";\n]/.test(cql.replaceAll(/"[a-z_]+"/g, '')));

describe('whatever stands in the flags', () => {
  it('a query sends values as markers only, and refuses the rest by an error of caspy', async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TABLES), hostileArgs(TABLES), fc.boolean(), async (table, args, counts) => {
        const statements = await cqlOf(async () => {
          const request = readQuery(table, counts ? 'count' : 'filter', args);
          const { repository, statements: recorded } = recordingRepository(table, 'shop');
          const querySet = toQuerySet(repository, request);
          await (counts
            ? querySet.count()
            : querySet.page({ ...(args.page === undefined ? {} : { after: args.page }) }));
          return recorded.map(({ cql }) => cql);
        });
        sent += statements.length;
        expect(statements.filter((cql) => !isClean([cql]))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    // Else nothing but refusals was tested.
    expect(sent).toBeGreaterThan(50);
  });

  it('so does a write', async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TABLES), hostileArgs(TABLES), fc.boolean(), async (table, args, inserts) => {
        const statements = await cqlOf(async () => {
          const request = readWrite(table, inserts ? 'insert' : 'update', args);
          const { repository, statements: recorded } = recordingRepository(table, 'shop');
          await sendWrite(repository, request, { hooks: false });
          return recorded.map(({ cql }) => cql);
        });
        sent += statements.length;
        expect(statements.filter((cql) => !isClean([cql]))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    expect(sent).toBeGreaterThan(20);
  });

  it('parameters of a statement become values or an error of caspy', async () => {
    const types = [
      'int',
      'text',
      'uuid',
      'set<int>',
      'map<text, int>',
      'blob',
      'timestamp',
      'tuple<int, text>',
      'vector<float, 2>',
      'duration',
      'inet',
      'decimal',
    ];
    const markers = fc.array(
      fc.record({ name: fc.constantFrom('id', 'age', '__proto__'), type: fc.constantFrom(...types) }),
      { maxLength: 3 },
    );
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('1', 'null', '[]', '{}', 'id=1', '__proto__=1', '{"__proto__":1}'),
      ),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(texts, markers, fc.boolean(), async (given, wanted, isNamed) => {
        await cqlOf(() => Promise.resolve(readParams(given, wanted, isNamed).map(() => '')));
        expect(({} as Record<string, unknown>)['1']).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('a name of an entity is found or not', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', 'USERS', 'posts')),
        (word) => {
          const found = lookUpEntity(TABLES, word);
          expect(found === undefined || TABLES.includes(found)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
