import type { DataSource } from '../../data-source/data-source';
import { textValue } from '../output/text-value';
import { quantile } from './quantile';

type Host = ReturnType<ReturnType<DataSource['getSession']>['hosts']['values']>[number];

/** What one node says about itself, and how long it takes to say it. */
export interface NodeReport {
  readonly address: string;
  readonly dataCenter: string | null;
  readonly rack: string | null;
  readonly cassandra: string | null;
  readonly up: boolean;
  /** The shortest of several round trips, and the middle one. */
  readonly fastestMs: number | null;
  readonly medianMs: number | null;
  readonly schemaVersion: string | null;
  /** How far the node's clock is ahead of this machine's; known to half a round trip. */
  readonly clockAheadMs: number | null;
}

interface Answer {
  readonly milliseconds: number;
  readonly schemaVersion: string | null;
  readonly clockAheadMs: number | null;
}

const CQL = 'SELECT schema_version, toTimestamp(now()) AS clock FROM system.local';
const TIMEOUT = 5_000;

/**
 * Asks each node several times. A node that does not answer is down, which is an answer too.
 *
 * @param rounds round trips that are timed; one more comes first, which opens the connection.
 */
export async function probeNodes(
  dataSource: DataSource,
  signal: AbortSignal,
  { rounds = 5 }: { readonly rounds?: number } = {},
): Promise<NodeReport[]> {
  const session = dataSource.getSession();
  // The session of a keyspace may not have been needed so far.
  await session.connect();
  const reports: NodeReport[] = [];
  // One after the other: they would lengthen each other's times.
  for (const host of session.hosts.values()) {
    signal.throwIfAborted();
    reports.push(await probeNode(dataSource, host, rounds));
  }
  return reports.toSorted((one, other) => one.address.localeCompare(other.address, 'en', { numeric: true }));
}

async function probeNode(dataSource: DataSource, host: Host, rounds: number): Promise<NodeReport> {
  const answers: Answer[] = [];
  if (host.isUp()) {
    for (let round = 0; round <= rounds; round += 1) {
      const answer = await ask(dataSource, host);
      if (answer === undefined) break;
      if (round > 0) answers.push(answer);
    }
  }
  const times = answers.map(({ milliseconds }) => milliseconds);
  // The shortest trip says most about the clock: least of it was waiting.
  const best = answers.toSorted((one, other) => one.milliseconds - other.milliseconds)[0];
  return {
    address: host.address,
    dataCenter: textOf(host.datacenter),
    rack: textOf(host.rack),
    cassandra: textOf(host.cassandraVersion),
    up: answers.length > 0,
    fastestMs: best === undefined ? null : round1(best.milliseconds),
    medianMs: times.length === 0 ? null : round1(quantile(times, 0.5)),
    schemaVersion: best?.schemaVersion ?? null,
    clockAheadMs: best?.clockAheadMs ?? null,
  };
}

async function ask(dataSource: DataSource, host: Host): Promise<Answer | undefined> {
  const startedAt = performance.now();
  const sentAt = Date.now();
  try {
    const { rows } = await dataSource.getSession().execute(CQL, [], { host, readTimeout: TIMEOUT });
    const milliseconds = performance.now() - startedAt;
    const { schema_version: version, clock }: Readonly<Record<string, unknown>> = rows[0] ?? {};
    const ahead = clock instanceof Date ? Math.round(clock.getTime() - (sentAt + milliseconds / 2)) : null;
    return { milliseconds, schemaVersion: version === undefined ? null : textValue(version), clockAheadMs: ahead };
  } catch {
    return undefined;
  }
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}

function textOf(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
