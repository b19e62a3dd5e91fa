import { join } from 'node:path';
import type { Backend } from './backend';
import { jarFolder } from './cache-folders';
import { startDockerCluster } from './docker-cluster';
import { probeDocker } from './docker-probe';
import { probeEnvironment, useEnvironment } from './environment-cluster';
import { ensureJars } from './jar-cache';
import { type JavaTools, startJavaCluster } from './java-cluster';
import type { JavaProbe } from './java-probe';
import { probeJava } from './java-probe';
import type { LaunchPlan, LocalCassandraOptions } from './options';
import { resolvePlan } from './options';
import { findPackageRoot } from './package-root';
import { cleanUpAbandoned } from './run-records';
import type { Selection } from './select-source';
import { selectSource } from './select-source';

/** `one node`, `three nodes`. */
export function countOf(plan: Pick<LaunchPlan, 'nodes'>): string {
  return plan.nodes === 1 ? 'one node' : 'three nodes';
}

/** Fetches the jars of the plan's version unless they are there, and answers what to run them with. */
export async function prepareJava(plan: LaunchPlan, { java, maven }: JavaProbe): Promise<JavaTools> {
  const templates = join(findPackageRoot(), 'docker', 'java');
  const jars = await ensureJars({
    version: plan.version,
    folder: jarFolder(plan.version),
    pom: join(templates, 'pom.xml'),
    maven: maven ?? 'mvn',
    onProgress: plan.onProgress,
  });
  return { java, jars, templates };
}

async function launchOnJava(plan: LaunchPlan, probe: JavaProbe): Promise<Backend> {
  const tools = await prepareJava(plan, probe);
  plan.onProgress(`Starting Cassandra ${plan.version} on Java, ${countOf(plan)}`);
  return startJavaCluster(plan, tools);
}

async function launchOn(plan: LaunchPlan, selection: Selection): Promise<Backend> {
  if (selection.source === 'environment') return useEnvironment(plan, selection.value);
  if (selection.source === 'java') return launchOnJava(plan, selection.value);
  plan.onProgress(`Starting Cassandra ${plan.version} in Docker, ${countOf(plan)} (the first start pulls the image)`);
  return startDockerCluster(plan, findPackageRoot());
}

/** Chooses a source and starts the cluster on it. */
export async function launch(options: LocalCassandraOptions): Promise<Backend> {
  const plan = resolvePlan(options);
  const begin = performance.now();
  await cleanUpAbandoned();
  const selection = await selectSource(
    {
      environment: () => probeEnvironment(options, process.env),
      docker: () => probeDocker(plan),
      java: () => probeJava(plan.version),
    },
    options.source,
  );
  const backend = await launchOn(plan, selection);
  plan.onProgress(`Cassandra answers after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return backend;
}
