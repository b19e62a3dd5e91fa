import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backend } from '../backend';
import { cacheFolder } from '../cache-folders';
import { startDockerCluster } from '../docker-cluster';
import { probeDocker } from '../docker-probe';
import { unusable } from '../errors';
import { startJavaCluster } from '../java-cluster';
import { probeJava } from '../java-probe';
import { countOf, prepareJava } from '../launch';
import { type LaunchPlan, resolvePlan } from '../options';
import { findPackageRoot } from '../package-root';
import { type Selection, selectSource } from '../select-source';
import { waitUntilReady } from '../wait-until-ready';
import { withBackgroundLock } from './background-lock';
import { type BackgroundCluster, readState, removeState, writeState } from './background-state';
import { nodeProcesses } from './node-processes';
import { steadyPlacement } from './steady-placement';

/** What `caspy up` asks for. */
export interface BackgroundOptions {
  readonly nodes: 1 | 3;
  /** Use this and no other; by default Docker, else Java. */
  readonly source?: 'docker' | 'java' | undefined;
  readonly onProgress?: (message: string) => void;
  /** Ends the start; what was started is stopped again. */
  readonly signal?: AbortSignal;
}

/** The cluster, and whether this call started it. */
export interface BackgroundStart {
  readonly cluster: BackgroundCluster;
  readonly isNew: boolean;
}

/** How long a cluster that should run gets to answer before it counts as gone. */
const SIGN_OF_LIFE = 3_000;

/**
 * Starts a Cassandra that outlives this process, at a steady address, with the data of the last time. One that runs
 * already is answered as it is.
 *
 * @throws ConfigurationError `CASPY_LOCAL_CASSANDRA` when neither Docker nor Java can be used, when one with another
 * number of nodes runs, or when another process is at it.
 * @throws ConnectionError `CASPY_LOCAL_CASSANDRA` when a node does not come up; it ends with the last lines of its log.
 */
export async function startBackground(options: BackgroundOptions): Promise<BackgroundStart> {
  return withBackgroundLock(async () => {
    const running = await findRunning(readState());
    if (running === undefined) return { cluster: await start(options), isNew: true };
    if (running.nodes !== options.nodes) {
      throw unusable(`A Cassandra with ${countOf(running)} runs already. Stop it first: caspy down`);
    }
    return { cluster: running, isNew: false };
  });
}

/** A start that was killed half way leaves nodes that are still coming up: they get the time that they need. */
async function findRunning(state: BackgroundCluster | undefined): Promise<BackgroundCluster | undefined> {
  if (state === undefined) return undefined;
  const isStarting = state.folder !== null && nodeProcesses(state.folder).length > 0;
  const { startTimeout } = resolvePlan({ nodes: state.nodes });
  const deadline = performance.now() + (isStarting ? startTimeout : SIGN_OF_LIFE);
  const failures = await Promise.all(
    state.contactPoints.map((host) => waitUntilReady({ target: { host, port: state.port }, deadline })),
  );
  return failures.every((failure) => failure === undefined) ? state : undefined;
}

async function start({ nodes, source, onProgress, signal }: BackgroundOptions): Promise<BackgroundCluster> {
  const plan: LaunchPlan = {
    ...resolvePlan({ nodes, keepData: true, ...(onProgress === undefined ? {} : { onProgress }) }),
    detached: true,
  };
  const probes = {
    environment: () => ({ ok: false, reason: 'not for a cluster in the background' }) as const,
    docker: () => probeDocker(plan),
    java: () => probeJava(plan.version),
  };
  const selection = await selectSource(probes, source);
  const placement = await steadyPlacement(nodes);
  const name = `caspy-cassandra-up-${nodes}`;
  const folder = join(cacheFolder(), 'background', name);
  const isDocker = selection.source === 'docker';
  const state: BackgroundCluster = {
    ...{ source: isDocker ? 'docker' : 'java', nodes, contactPoints: placement.addresses, port: placement.port },
    ...{ localDataCenter: 'datacenter1', version: plan.version },
    ...{ folder: isDocker ? null : folder, project: isDocker ? name : null },
  };
  // Before the nodes: a start that is killed can still be stopped by `caspy down`.
  await writeState(state);
  try {
    const backend = await launchOn(plan, selection, { name, folder, placement }, signal);
    return { ...state, localDataCenter: backend.localDataCenter };
  } catch (error) {
    await removeState();
    throw error;
  }
}

async function launchOn(
  plan: LaunchPlan,
  selection: Selection,
  site: {
    readonly name: string;
    readonly folder: string;
    readonly placement: Awaited<ReturnType<typeof steadyPlacement>>;
  },
  signal: AbortSignal | undefined,
): Promise<Backend> {
  if (selection.source !== 'java') {
    plan.onProgress(`Starting Cassandra ${plan.version} in Docker, ${countOf(plan)} (the first start pulls the image)`);
    return startDockerCluster(plan, findPackageRoot(), site, signal);
  }
  await mkdir(site.folder, { recursive: true, mode: 0o700 });
  const tools = await prepareJava(plan, selection.value);
  plan.onProgress(`Starting Cassandra ${plan.version} on Java, ${countOf(plan)}`);
  return startJavaCluster(plan, tools, site, signal);
}
