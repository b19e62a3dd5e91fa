import { join } from 'node:path';

import type { Backend } from './backend';
import { jarFolder } from './cache-folders';
import { probeEnvironment, useEnvironment } from './environment-cluster';
import { ensureJars } from './jar-cache';
import { startJavaCluster } from './java-cluster';
import type { JavaProbe } from './java-probe';
import { probeJava } from './java-probe';
import type { LaunchPlan, LocalCassandraOptions } from './options';
import { resolvePlan } from './options';
import { findPackageRoot } from './package-root';
import { cleanUpAbandoned } from './run-records';
import { selectSource } from './select-source';

async function launchOnJava(plan: LaunchPlan, { java, maven }: JavaProbe): Promise<Backend> {
  const templates = join(findPackageRoot(), 'docker', 'java');
  const jars = await ensureJars({
    version: plan.version,
    folder: jarFolder(plan.version),
    pom: join(templates, 'pom.xml'),
    maven: maven ?? 'mvn',
    onProgress: plan.onProgress,
  });
  plan.onProgress(`Starting Cassandra ${plan.version} on Java, ${plan.nodes === 1 ? 'one node' : 'three nodes'}`);
  return startJavaCluster(plan, { java, jars, templates });
}

/** Chooses a source and starts the cluster on it. */
export async function launch(options: LocalCassandraOptions): Promise<Backend> {
  const plan = resolvePlan(options);
  const begin = performance.now();
  await cleanUpAbandoned();
  const probes = {
    environment: () => probeEnvironment(options, process.env),
    docker: async () => ({ ok: false, reason: 'not yet' }) as const,
    java: () => probeJava(plan.version),
  };
  const selection = await selectSource(probes, options.source);
  const backend =
    selection.source === 'java'
      ? await launchOnJava(plan, selection.value)
      : selection.source === 'environment'
        ? await useEnvironment(plan, selection.value)
        : undefined;
  if (backend === undefined) throw new Error('unreachable');
  plan.onProgress(`Cassandra answers after ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return backend;
}
