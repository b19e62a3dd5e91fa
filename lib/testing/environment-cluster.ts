import type { Backend } from './backend';
import { unanswered, unusable } from './errors';
import type { CassandraNode, LaunchPlan, LocalCassandraOptions } from './options';
import { defaultDataCenter } from './options';
import type { ProbeResult } from './probe-result';
import { waitUntilReady } from './wait-until-ready';

export interface EnvironmentCluster {
  readonly nodes: readonly { readonly address: string; readonly port: number }[];
  readonly localDataCenter: string;
}

function parsePort(text: string, name: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw unusable(
    `${name} holds a port that is not a number from 1 to 65535; write host:port, for example 127.0.0.1:9042.`,
  );
}

/** `host`, `host:port`, `[ipv6]:port` or a bare IPv6 address. */
function parseContactPoint(text: string, fallback: number): { readonly address: string; readonly port: number } {
  const [, bracketed, host, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(.*))?$/.exec(text) ?? [];
  const address = bracketed ?? host ?? text;
  return { address, port: port === undefined ? fallback : parsePort(port, 'CASPY_CONTACT_POINTS') };
}

/** Reads `CASPY_CONTACT_POINTS`, `CASPY_PORT` and `CASPY_LOCAL_DC`; undefined when the first is not set. */
export function parseEnvironment(env: NodeJS.ProcessEnv): EnvironmentCluster | undefined {
  const texts = (env.CASPY_CONTACT_POINTS ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  if (texts.length === 0) return undefined;
  const port = isSet(env.CASPY_PORT) ? parsePort(env.CASPY_PORT, 'CASPY_PORT') : 9042;
  return {
    nodes: texts.map((text) => parseContactPoint(text, port)),
    localDataCenter: isSet(env.CASPY_LOCAL_DC) ? env.CASPY_LOCAL_DC : defaultDataCenter,
  };
}

/** A variable that is there but empty was not set by anybody who meant it. */
function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function unmet(options: LocalCassandraOptions): string[] {
  return [
    ...(options.nodes === 3 ? ['nodes: 3'] : []),
    ...(options.authentication === true ? ['authentication'] : []),
    ...(Object.keys(options.config ?? {}).length > 0 ? ['config'] : []),
    ...(options.version === undefined ? [] : ['version']),
    ...(options.heap === undefined ? [] : ['heap']),
  ];
}

/** A cluster that somebody else runs is used only by a caller who asks for nothing special. */
export function probeEnvironment(
  options: LocalCassandraOptions,
  env: NodeJS.ProcessEnv,
): ProbeResult<EnvironmentCluster> {
  const cluster = parseEnvironment(env);
  if (cluster === undefined) return { ok: false, reason: 'not set' };
  const wishes = unmet(options);
  if (wishes.length === 0) return { ok: true, value: cluster };
  return { ok: false, reason: `set, but a cluster that runs already cannot be given ${wishes.join(', ')}` };
}

function refuse(action: string): never {
  throw unusable(
    `The cluster of CASPY_CONTACT_POINTS was not started here, so ${action} is refused. ` +
      'Unset CASPY_CONTACT_POINTS to start one that may be handled like this.',
  );
}

function driverContactPoint({ address, port }: CassandraNode): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** A cluster that was there before and stays. */
export class EnvironmentBackend implements Backend {
  readonly source = 'environment';
  readonly folder = undefined;
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly localDataCenter: string;
  readonly nodes: readonly CassandraNode[];

  constructor(cluster: EnvironmentCluster) {
    const [first] = cluster.nodes;
    this.nodes = cluster.nodes;
    this.port = first?.port ?? 9042;
    this.localDataCenter = cluster.localDataCenter;
    const samePort = cluster.nodes.every(({ port }) => port === this.port);
    this.contactPoints = cluster.nodes.map((node) => (samePort ? node.address : driverContactPoint(node)));
  }

  kill(): Promise<void> {
    return refuse('kill()');
  }

  pause(): Promise<void> {
    return refuse('pause()');
  }

  resume(): Promise<void> {
    return refuse('resume()');
  }

  restart(): Promise<void> {
    return refuse('restart()');
  }

  logTail(): Promise<string> {
    return refuse('logTail()');
  }

  async stop(): Promise<void> {
    // Whoever started it stops it.
  }
}

/** Answers the cluster of the environment once one of its nodes answers. */
export async function useEnvironment(plan: LaunchPlan, cluster: EnvironmentCluster): Promise<EnvironmentBackend> {
  const backend = new EnvironmentBackend(cluster);
  const deadline = performance.now() + plan.startTimeout;
  const wait = async ({ address, port }: CassandraNode): Promise<void> => {
    const failure = await waitUntilReady({ target: { host: address, port }, deadline });
    if (failure !== undefined) throw unanswered(`Cassandra on ${address}:${port} (CASPY_CONTACT_POINTS): ${failure}.`);
  };
  await Promise.any(backend.nodes.map(wait)).catch((error: unknown) => {
    throw error instanceof AggregateError ? error.errors[0] : error;
  });
  return backend;
}
