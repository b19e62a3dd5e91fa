import type { Where } from '../../query/where';
import type { FilterWhere } from '../filters/read-filters';
import { jsonText } from '../output/json-value';
import type { AnyRow, QueryRun } from './query-run';

/** The number of rows that match; of a whole table range by range, since one statement for all of it would time out. */
export async function runCount(run: QueryRun): Promise<void> {
  const { querySet, request } = run;
  const { limit } = request;
  if (limit !== undefined) return writeAnswer(run, 'count', await querySet.limit(limit).count());
  const where = wholeTable(run);
  if (where === undefined) return writeAnswer(run, 'count', await querySet.count());
  const progress = await run.context.io.progress(`Counting ${request.table.name}`);
  try {
    await writeAnswer(run, 'count', await countByRanges(run, where));
  } finally {
    progress.stop();
  }
}

/** The conditions of a query that reads a whole table; undefined for one that does not. */
function wholeTable({ querySet, request }: QueryRun): FilterWhere | undefined {
  const { plan } = querySet.explain();
  if (plan !== 'table' && plan !== 'filtering') return undefined;
  const entries = request.wheres.flatMap((where) => Object.entries(where));
  const where = Object.fromEntries(entries);
  // Two conditions on one property do not go into one object.
  return Object.keys(where).length === entries.length ? where : undefined;
}

function countByRanges({ repository, context, request }: QueryRun, where: FilterWhere): Promise<bigint> {
  const { consistency, isTraced } = request;
  const options = { signal: context.signal, consistency, ...(isTraced ? { tracing: true } : {}) };
  // Its values were made for these columns; TypeScript cannot know that.
  const conditions = Object.keys(where).length === 0 ? {} : { where: where as Where<AnyRow> };
  return repository.scan({ ...options, ...conditions }).count();
}

/** Whether any row matches; both answers are answers, so both are exit code 0. */
export async function runExists(run: QueryRun): Promise<void> {
  await writeAnswer(run, 'exists', await run.querySet.exists());
}

async function writeAnswer({ request, sink }: QueryRun, name: string, value: number | bigint | boolean): Promise<void> {
  const texts = {
    table: String(value),
    csv: `${name}\n${String(value)}`,
    json: jsonText({ [name]: value }),
    ndjson: jsonText({ [name]: value }),
  };
  await sink.write(`${texts[request.format]}\n`);
}
