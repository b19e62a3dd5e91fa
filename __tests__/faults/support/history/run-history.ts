import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from '../figures';
import { connectionsOf } from '../frame-server';
import type { ThreeNodes } from '../three-nodes';
import { checkHistory } from './check-history';
import { describeHistory } from './describe-history';
import type { FinalRow, History, Operation } from './history';
import { KINDS } from './history';
import { hurtInTurn } from './hurt-in-turn';
import { MixedLoad, ROWS_OF_BATCH } from './mixed-load';
import { HISTORY_MODELS } from './models';
import { readRows, readSettled } from './read-rows';
import type { DataSource } from 'caspy';

const CONCURRENCY = 64;
/** Milliseconds: a machine that does nothing but this load would not get the nodes up again. */
const PAUSE = 60;
/** Cassandra replays the log of batches every ten seconds, those that are older than two write timeouts. */
const REPLAY = 90_000;
const ATTEMPTS = 5;

/** A mixed load while nodes are hurt in turn; afterwards everything is read and the whole history is checked. */
export async function runHistory(nodes: ThreeNodes, seconds: number): Promise<Figures> {
  const dataSource = await nodes.dataSource({ keyspace: 'history', entities: HISTORY_MODELS, consistency: 'QUORUM' });
  try {
    const { operations, injuries } = await loadUnderFaults(nodes, dataSource, seconds);
    await nodes.heal(dataSource);
    const history = await historyOf(dataSource, operations);
    const findings = checkHistory(history);
    const { lines, calls, outcomes, errors, lost, longestStall } = describeHistory(operations, findings);
    print([
      ...injuries,
      ...lines,
      ...findings.slice(0, 20).map(({ rule, key, message }) => `${rule}: ${key} ${message}`),
    ]);
    expect(findings).toEqual([]);
    // A kind that never succeeds has shown nothing.
    for (const kind of KINDS) {
      expect(operations.filter((operation) => operation.kind === kind && operation.outcome === 'done')).not.toEqual([]);
    }
    const attempts = `${seconds} s, ${calls}, ${outcomes}`;
    const stall = (longestStall / 1000).toFixed(1);
    const note = `${injuries.length} injuries, ${findings.length} findings; the longest stall was ${stall} s`;
    return { attempts, lost, errors, connections: connectionsOf(dataSource).connections, note };
  } finally {
    await dataSource.destroy();
  }
}

async function loadUnderFaults(
  nodes: ThreeNodes,
  dataSource: DataSource,
  seconds: number,
): Promise<{ operations: Operation[]; injuries: string[] }> {
  const operations: Operation[] = [];
  const onOperation = (operation: Operation): void => void operations.push(operation);
  const load = new MixedLoad(dataSource, { concurrency: CONCURRENCY, pause: PAUSE, onOperation });
  await load.start();
  try {
    const [injuries] = await Promise.all([hurtInTurn(nodes, seconds), sleep(seconds * 1000)]);
    return { operations, injuries };
  } finally {
    await load.stop();
  }
}

/** What is stored in the end: after the batches have been replayed whose coordinator was killed half way. */
async function historyOf(dataSource: DataSource, operations: readonly Operation[]): Promise<History> {
  const end = performance.now() + REPLAY;
  let rows = await patiently(() => readRows(dataSource));
  while (hasHalfBatch(rows) && performance.now() < end) {
    await sleep(3000);
    rows = await patiently(() => readRows(dataSource));
  }
  const settled = await patiently(() => readSettled(dataSource, operations));
  return { operations, rows, settled, rowsOfBatch: ROWS_OF_BATCH };
}

/** Nodes that were started just now are slow; looking at what is there is no part of the history. */
async function patiently<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(3000);
    }
  }
}

function hasHalfBatch(rows: ReadonlyMap<string, FinalRow>): boolean {
  return [...rows].some(([key, { elements }]) => key.startsWith('batch') && elements.length < ROWS_OF_BATCH);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`\nhistory\n${lines.map((line) => `  ${line}\n`).join('')}`);
}
