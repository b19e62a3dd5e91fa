import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { policies } from 'cassandra-driver';
import type { Operation } from '../history/history';
import { MixedLoad } from '../history/mixed-load';
import { HISTORY_MODELS } from '../history/models';
import type { SoakLine, SoakOrder } from './soak-protocol';
import { DataSource } from 'caspy';

const SAMPLE_EVERY = 1000;
/** Pause between two texts that were never sent before. */
const SHAPE_EVERY = 50;
/** Rows come again, so that the server does not grow either. */
const NAMES = 2000;
const REMEMBERED_TEXTS = 1000;
/** So long that a list of all texts would show in the heap. */
const PADDING = 'x'.repeat(1000);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/**
 * Leads to one node by another address, as a network with a gateway does. The driver demands a subclass of its
 * AddressTranslator, which its typings call an interface; so this is one of a subclass.
 */
class Detour extends policies.addressResolution.EC2MultiRegionTranslator {
  readonly #order: SoakOrder;

  constructor(order: SoakOrder) {
    super();
    this.#order = order;
  }

  override translate(address: string, port: number, callback: (endPoint: string) => void): void {
    const { node, by } = this.#order.detour;
    callback(address === node ? by : `${address}:${port}`);
  }
}

const counts = { operations: 0, shapes: 0 };
const outcomes: Record<string, number> = {};
const errors: Record<string, number> = {};
let isOver = false;

function count({ outcome, error }: Operation): void {
  counts.operations += 1;
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  if (error !== undefined) errors[error] = (errors[error] ?? 0) + 1;
}

function print(line: SoakLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Texts with a value in them, which no cache of statements can keep all; every other one is wrong. */
async function varyShapes(dataSource: DataSource, keyspace: string): Promise<void> {
  while (!isOver) {
    const number = counts.shapes++;
    const column = number % 2 === 0 ? 'id' : 'nothing';
    await dataSource
      .execute(`SELECT ${column} FROM ${keyspace}.history_entry WHERE id = '${PADDING} ${number}'`)
      .catch((error: unknown) => {
        const code = String(Reflect.get(Object(error), 'code'));
        errors[code] = (errors[code] ?? 0) + 1;
      });
    await sleep(SHAPE_EVERY);
  }
}

/**
 * caspy remembers of a thousand texts what they are. That is filled at once, by texts that are refused before they are
 * sent, so that it does not look like a leak.
 */
async function fillCaches(dataSource: DataSource): Promise<void> {
  for (let number = 0; number < REMEMBERED_TEXTS; number++) {
    await dataSource.execute(`USE nothing /* ${PADDING} ${number} */`).catch(() => undefined);
  }
}

/** The driver shows its cache to nobody. */
function preparedByDriver(dataSource: DataSource): number {
  const known: unknown = Reflect.get(dataSource.getSession().metadata, '_preparedQueries');
  return Number(Reflect.get(Object(known), 'length'));
}

async function takeSamples(dataSource: DataSource): Promise<void> {
  const startedAt = performance.now();
  while (!isOver) {
    await sleep(SAMPLE_EVERY);
    collectGarbage();
    const { heapUsed, external, rss } = process.memoryUsage();
    print({
      kind: 'sample',
      at: (performance.now() - startedAt) / 1000,
      used: heapUsed + external,
      resident: rss,
      operations: counts.operations,
      prepared: dataSource.metrics().preparedStatements,
      preparedByDriver: preparedByDriver(dataSource),
    });
  }
}

/** What the process waits for, beside its own output. Sockets that were closed just now have a second to go. */
async function handlesLeft(): Promise<string[]> {
  await sleep(1000);
  return process.getActiveResourcesInfo().filter((name) => !['PipeWrap', 'TTYWrap'].includes(name));
}

async function soak(order: SoakOrder): Promise<void> {
  const { contactPoints, port, localDataCenter, keyspace, maxPrepared, concurrency, pause, seconds } = order;
  const dataSource = await new DataSource({
    contactPoints,
    port,
    localDataCenter,
    keyspace,
    entities: HISTORY_MODELS,
    consistency: 'QUORUM',
    logging: false,
    driver: { maxPrepared, policies: { addressResolution: new Detour(order) } },
  }).initialize();
  await fillCaches(dataSource);
  const load = new MixedLoad(dataSource, { concurrency, pause, names: NAMES, onOperation: count });
  await load.start();
  const others = Promise.all([varyShapes(dataSource, keyspace), takeSamples(dataSource)]);
  await sleep(seconds * 1000);
  isOver = true;
  await Promise.all([load.stop(), others]);
  await dataSource.destroy();
  print({ kind: 'end', outcomes, errors, shapes: counts.shapes, handles: await handlesLeft() });
}

void soak(JSON.parse(process.argv[2] ?? '{}') as SoakOrder);
