import { jsonText } from '../output/json-value';
import type { QueryRun } from './query-run';

/** The number of rows that match. */
export async function runCount(run: QueryRun): Promise<void> {
  const { limit } = run.request;
  const querySet = limit === undefined ? run.querySet : run.querySet.limit(limit);
  await writeAnswer(run, 'count', await querySet.count());
}

/** Whether any row matches; both answers are answers, so both are exit code 0. */
export async function runExists(run: QueryRun): Promise<void> {
  await writeAnswer(run, 'exists', await run.querySet.exists());
}

async function writeAnswer({ request, sink }: QueryRun, name: string, value: number | boolean): Promise<void> {
  const texts = {
    table: String(value),
    csv: `${name}\n${String(value)}`,
    json: jsonText({ [name]: value }),
    ndjson: jsonText({ [name]: value }),
  };
  await sink.write(`${texts[request.format]}\n`);
}
