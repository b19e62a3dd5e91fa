import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Backend } from './backend';
import type { ComposeProject } from './docker-compose';
import { compose, composeDown, composeEnvironment, composeServices, tryCompose } from './docker-compose';
import { unanswered, unusable } from './errors';
import { tailOf } from './log-tail';
import type { Placement } from './loopback';
import { findPlacement } from './loopback';
import type { CassandraNode, LaunchPlan } from './options';
import { defaultCredentials, defaultDataCenter } from './options';
import { ownIdentity } from './process-identity';
import { runCommand } from './run-command';
import { removeRecord, recordFile, writeRecord } from './run-records';
import { untilAborted } from './until-aborted';
import { waitUntilReady } from './wait-until-ready';
import type { Watchdog } from './watchdog';
import { startWatchdog } from './watchdog';

/** The first start may have to pull the image. */
const upTimeout = 15 * 60_000;

/** Cassandra as containers, through the package's compose file. */
export class DockerCluster implements Backend {
  readonly source = 'docker';
  readonly folder = undefined;
  readonly localDataCenter = defaultDataCenter;
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly nodes: readonly CassandraNode[];
  readonly #plan: LaunchPlan;
  readonly #project: ComposeProject;
  readonly #services: readonly string[];
  readonly #watchdog: Watchdog | undefined;

  constructor(plan: LaunchPlan, placement: Placement, project: ComposeProject) {
    this.contactPoints = placement.addresses;
    this.port = placement.port;
    this.nodes = placement.addresses.map((address) => ({ address, port: placement.port }));
    this.#plan = plan;
    this.#project = project;
    this.#services = composeServices(plan.nodes);
    this.#watchdog = plan.detached ? undefined : startWatchdog(composeDown(project.name, project.file));
  }

  async launch(): Promise<void> {
    await compose(this.#project, ['up', '--detach', ...this.#services], upTimeout);
    const deadline = performance.now() + this.#plan.startTimeout;
    await Promise.all(this.#services.map((_, index) => this.#untilReady(index, deadline)));
  }

  async kill(index: number): Promise<void> {
    await compose(this.#project, ['kill', '--signal', 'SIGKILL', this.#service(index)]);
  }

  async pause(index: number): Promise<void> {
    await compose(this.#project, ['pause', this.#service(index)]);
  }

  async resume(index: number): Promise<void> {
    await compose(this.#project, ['unpause', this.#service(index)]);
  }

  async restart(index: number): Promise<void> {
    const service = this.#service(index);
    // It fails when the node is down already, which is as good.
    await tryCompose(this.#project, ['kill', '--signal', 'SIGKILL', service]);
    await compose(this.#project, ['start', service]);
    await this.#untilReady(index, performance.now() + this.#plan.startTimeout);
  }

  async logTail(index: number, lines: number): Promise<string> {
    const args = ['logs', '--no-color', '--no-log-prefix', '--tail', String(lines), this.#service(index)];
    return tailOf((await tryCompose(this.#project, args)).stdout, lines);
  }

  async stop(): Promise<void> {
    if (this.#plan.detached && this.#plan.keepData) {
      await compose(this.#project, ['stop']);
      return;
    }
    const [, , ...args] = composeDown(this.#project.name, this.#project.file);
    await compose(this.#project, args.slice(args.indexOf('down')));
    await removeRecord(this.#project.name);
    this.#watchdog?.release();
  }

  #service(index: number): string {
    const service = this.#services[index];
    if (service !== undefined) return service;
    throw unusable(`There is no node ${index}; nodes are counted from 0 to ${this.#services.length - 1}.`);
  }

  async #failureOf(index: number): Promise<string | undefined> {
    const container = `${this.#project.name}-${this.#service(index)}-1`;
    const result = await runCommand('docker', ['inspect', '--format', '{{.State.Status}}', container], {
      timeout: 10_000,
    });
    const status = result.stdout.trim();
    return status === 'exited' || status === 'dead' ? `its container is ${status}` : undefined;
  }

  async #untilReady(index: number, deadline: number): Promise<void> {
    const { address, port } = this.nodes[index] ?? { address: '', port: this.port };
    const credentials = this.#plan.authentication ? { credentials: defaultCredentials } : {};
    const target = { host: address, port, peers: this.nodes.length - 1, ...credentials };
    const failure = await waitUntilReady({
      target,
      deadline,
      interval: 1_000,
      failed: () => this.#failureOf(index),
    });
    if (failure === undefined) return;
    const tail = await this.logTail(index, 20);
    throw unanswered(
      `Cassandra on ${address}:${port} (Docker) did not start: ${failure}. The end of its log:\n${tail}`,
    );
  }
}

/**
 * Starts the nodes of a plan as containers; when one does not come up, all are removed again.
 *
 * The commands follow the documentation of Compose 2 and of the official image.
 */
export async function startDockerCluster(
  plan: LaunchPlan,
  packageRoot: string,
  site?: { readonly name: string; readonly placement: Placement },
  signal?: AbortSignal,
): Promise<DockerCluster> {
  const placement = site?.placement ?? (await findPlacement(plan.nodes));
  const name = site?.name ?? `caspy-cassandra-${randomBytes(4).toString('hex')}`;
  const file = join(packageRoot, 'docker', 'docker-compose.yml');
  const project = { name, file, env: { ...process.env, ...composeEnvironment(plan, placement) } };
  await writeRecord(recordFile(name), {
    owner: plan.detached ? null : ownIdentity(),
    cleanUp: composeDown(name, file),
  });
  const cluster = new DockerCluster(plan, placement, project);
  try {
    await untilAborted(cluster.launch(), signal);
    return cluster;
  } catch (error) {
    // The reason why it did not start is worth more than one why it could not be removed.
    await cluster.stop().catch(() => undefined);
    throw error;
  }
}
