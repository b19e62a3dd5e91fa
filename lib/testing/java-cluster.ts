import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Backend } from './backend';
import { nodeSettings, renderYaml } from './cassandra-yaml';
import { unanswered, unusable } from './errors';
import { javaArguments } from './java-arguments';
import { JavaNode } from './java-node';
import type { Placement } from './loopback';
import { findPlacement } from './loopback';
import type { CassandraNode, LaunchPlan } from './options';
import { defaultCredentials, defaultDataCenter } from './options';
import { ownIdentity } from './process-identity';
import { recordFile, removeRecord, writeRecord } from './run-records';
import { untilAborted } from './until-aborted';
import { waitUntilReady } from './wait-until-ready';
import type { Watchdog } from './watchdog';
import { startWatchdog } from './watchdog';

export interface JavaTools {
  readonly java: string;
  readonly jars: string;
  /** The folder `docker/java` of the package. */
  readonly templates: string;
}

/** Cassandra as processes of this machine. */
export class JavaCluster implements Backend {
  readonly source = 'java';
  readonly localDataCenter = defaultDataCenter;
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly folder: string;
  readonly #plan: LaunchPlan;
  readonly #nodes: readonly JavaNode[];
  readonly #watchdog: Watchdog | undefined;

  constructor(
    plan: LaunchPlan,
    placement: Placement,
    folder: string,
    nodes: readonly JavaNode[],
    cleanUp: readonly string[],
  ) {
    this.contactPoints = placement.addresses;
    this.port = placement.port;
    this.folder = folder;
    this.#plan = plan;
    this.#nodes = nodes;
    this.#watchdog = plan.detached ? undefined : startWatchdog(cleanUp);
  }

  get nodes(): readonly CassandraNode[] {
    return this.#nodes.map(({ address, port, pid }) => ({ address, port, ...(pid === undefined ? {} : { pid }) }));
  }

  /** Starts every node at the same time and waits for all of them. */
  async launch(): Promise<void> {
    for (const node of this.#nodes) node.spawn();
    const deadline = performance.now() + this.#plan.startTimeout;
    await Promise.all(this.#nodes.map((node) => this.#untilReady(node, deadline)));
  }

  async kill(index: number): Promise<void> {
    await this.#node(index).end('SIGKILL');
  }

  pause(index: number): Promise<void> {
    this.#signal(index, 'SIGSTOP');
    return Promise.resolve();
  }

  resume(index: number): Promise<void> {
    this.#signal(index, 'SIGCONT');
    return Promise.resolve();
  }

  async restart(index: number): Promise<void> {
    const node = this.#node(index);
    await node.end('SIGKILL');
    node.spawn();
    await this.#untilReady(node, performance.now() + this.#plan.startTimeout);
  }

  logTail(index: number, lines: number): Promise<string> {
    return this.#node(index).logTail(lines);
  }

  async stop(): Promise<void> {
    // A paused process cannot handle SIGTERM, and data that goes away needs no orderly end.
    await Promise.all(this.#nodes.map((node) => node.end('SIGKILL')));
    if (!this.#plan.keepData) await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
    await removeRecord(basename(this.folder));
    this.#watchdog?.release();
  }

  #node(index: number): JavaNode {
    const node = this.#nodes[index];
    if (node === undefined)
      throw unusable(`There is no node ${index}; nodes are counted from 0 to ${this.#nodes.length - 1}.`);
    return node;
  }

  #signal(index: number, signal: NodeJS.Signals): void {
    const node = this.#node(index);
    if (!node.signal(signal)) throw unusable(`Node ${index} is not running; start it with restart(${index}) first.`);
  }

  async #untilReady(node: JavaNode, deadline: number): Promise<void> {
    const target = {
      host: node.address,
      port: node.port,
      peers: this.#nodes.length - 1,
      ...(this.#plan.authentication ? { credentials: defaultCredentials } : {}),
    };
    const failure = await waitUntilReady({ target, deadline, failed: () => node.failure });
    if (failure === undefined) return;
    const tail = await node.logTail(20);
    throw unanswered(
      `Cassandra on ${node.address}:${node.port} did not start: ${failure}. The end of its log:\n${tail}`,
    );
  }
}

async function prepareNodes(
  plan: LaunchPlan,
  tools: JavaTools,
  placement: Placement,
  folder: string,
): Promise<JavaNode[]> {
  const template = await readFile(join(tools.templates, 'cassandra.yaml'), 'utf8');
  const { addresses, port, storagePort } = placement;
  const prepare = async (address: string, index: number): Promise<JavaNode> => {
    const nodeFolder = join(folder, `node${index + 1}`);
    await mkdir(nodeFolder, { recursive: true });
    const identity = { address, port, storagePort, seeds: addresses, index, authentication: plan.authentication };
    const yaml = renderYaml(template, { ...nodeSettings(identity), ...plan.config });
    await writeFile(join(nodeFolder, 'cassandra.yaml'), yaml);
    const { heap, nodes } = plan;
    const args = javaArguments({ folder: nodeFolder, jars: tools.jars, templates: tools.templates, heap, nodes });
    return new JavaNode({ address, port, folder: nodeFolder, java: tools.java, args });
  };
  return Promise.all(addresses.map(prepare));
}

/** A place that is chosen by whoever starts a cluster, and kept from one start to the next. */
export interface Site {
  readonly folder: string;
  readonly placement: Placement;
}

async function newSite(plan: LaunchPlan): Promise<Site> {
  const placement = await findPlacement(plan.nodes);
  return { placement, folder: await mkdtemp(join(tmpdir(), 'caspy-cassandra-')) };
}

/**
 * Starts the nodes of a plan; when one does not come up, or `signal` is aborted, all are stopped again.
 *
 * @param site a folder of its own and free addresses, unless given
 */
export async function startJavaCluster(
  plan: LaunchPlan,
  tools: JavaTools,
  site?: Site,
  signal?: AbortSignal,
): Promise<JavaCluster> {
  const { placement, folder } = site ?? (await newSite(plan));
  const nodes = await prepareNodes(plan, tools, placement, folder);
  const record = recordFile(basename(folder));
  const cleanUp = [
    'sh',
    join(tools.templates, 'clean-up.sh'),
    folder,
    record,
    ...(plan.keepData ? ['keep'] : []),
  ] as const;
  await writeRecord(record, { owner: plan.detached ? null : ownIdentity(), cleanUp });
  const cluster = new JavaCluster(plan, placement, folder, nodes, cleanUp);
  try {
    await untilAborted(cluster.launch(), signal);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
