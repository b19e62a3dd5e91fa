import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from '../../data-source/data-source';
import type { CommandContext } from '../command';
import { renderTrace, type Trace } from '../output/render-trace';
import { textValue } from '../output/text-value';

const CHANNEL = 'caspy:query';
/** The server writes a trace after it has answered. */
const PATIENCE = 3_000;
const PAUSE = 100;
/** A query over many pages has a trace for each of them. */
const MOST_TRACES = 5;

const SESSION = 'SELECT coordinator, duration, request FROM system_traces.sessions WHERE session_id = ?';
const EVENTS = 'SELECT activity, source, source_elapsed FROM system_traces.events WHERE session_id = ?';

/** Does the work and, with `--trace`, shows on stderr how the server spent its time on it. */
export async function withTrace<T>(
  dataSource: DataSource,
  context: CommandContext,
  isTraced: boolean,
  work: () => Promise<T>,
): Promise<T> {
  if (!isTraced) return work();
  const traceIds: string[] = [];
  const listen = (message: unknown): void => {
    const traceId: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, 'traceId') : null;
    if (typeof traceId === 'string') traceIds.push(traceId);
  };
  subscribe(CHANNEL, listen);
  let result: T;
  try {
    result = await work();
  } finally {
    unsubscribe(CHANNEL, listen);
  }
  await showTraces(dataSource, context, traceIds);
  return result;
}

async function showTraces(
  dataSource: DataSource,
  { io, signal }: CommandContext,
  traceIds: readonly string[],
): Promise<void> {
  for (const traceId of traceIds.slice(0, MOST_TRACES)) {
    const trace = await readTrace(dataSource, traceId, signal);
    io.error(`\n${renderTrace(trace, io.errorColors)}`);
  }
  if (traceIds.length === 0) io.notice('The server has traced nothing.');
  const others = traceIds.length - MOST_TRACES;
  if (others > 0) io.notice(`\nTraces of ${others} further requests are in system_traces.`);
}

/** Waits until the server has written the trace; one that is not complete in time is shown as far as it goes. */
async function readTrace(dataSource: DataSource, traceId: string, signal: AbortSignal): Promise<Trace> {
  const until = performance.now() + PATIENCE;
  // The keyspace has two replicas, and a cluster of one node only one of them.
  const options = { signal, consistency: 'ONE' } as const;
  for (;;) {
    const { rows } = await dataSource.execute(SESSION, [traceId], options);
    const [session] = rows;
    const duration: unknown = session?.duration;
    if (typeof duration === 'number' || performance.now() > until) {
      const events = await dataSource.execute(EVENTS, [traceId], options);
      return {
        id: traceId,
        request: textValue(session?.request),
        coordinator: textValue(session?.coordinator),
        duration: typeof duration === 'number' ? duration : undefined,
        events: events.rows.map((row) => ({
          activity: textValue(row.activity),
          source: textValue(row.source),
          elapsed: typeof row.source_elapsed === 'number' ? row.source_elapsed : 0,
        })),
      };
    }
    await sleep(PAUSE, undefined, { signal });
  }
}
