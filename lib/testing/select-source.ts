import type { EnvironmentCluster } from './environment-cluster';
import { unusable } from './errors';
import type { JavaProbe } from './java-probe';
import type { CassandraSource } from './options';
import type { ProbeResult } from './probe-result';

/** The source that will be used, with what its probe found. */
export type Selection =
  | { readonly source: 'environment'; readonly value: EnvironmentCluster }
  | { readonly source: 'docker'; readonly value: undefined }
  | { readonly source: 'java'; readonly value: JavaProbe };

/** How to find out whether a source can be used; each runs only when the ones before it cannot. */
export interface Probes {
  readonly environment: () => ProbeResult<EnvironmentCluster>;
  readonly docker: () => Promise<ProbeResult<undefined>>;
  readonly java: () => Promise<ProbeResult<JavaProbe>>;
}

const titles: Readonly<Record<CassandraSource, string>> = {
  environment: 'CASPY_CONTACT_POINTS',
  docker: 'Docker',
  java: 'Java',
};

async function probe(source: CassandraSource, probes: Probes): Promise<Selection | string> {
  if (source === 'environment') {
    const result = probes.environment();
    return result.ok ? { source, value: result.value } : result.reason;
  }
  if (source === 'docker') {
    const result = await probes.docker();
    return result.ok ? { source, value: result.value } : result.reason;
  }
  const result = await probes.java();
  return result.ok ? { source, value: result.value } : result.reason;
}

/** The first source that can be used; an error that says what to install when there is none. */
export async function selectSource(probes: Probes, only?: CassandraSource): Promise<Selection> {
  const sources: readonly CassandraSource[] = only === undefined ? ['environment', 'docker', 'java'] : [only];
  const reasons: string[] = [];
  for (const source of sources) {
    const result = await probe(source, probes);
    if (typeof result !== 'string') return result;
    reasons.push(`  - ${titles[source]}: ${result}`);
  }
  throw unusable(
    `No local Cassandra can be started:\n${reasons.join('\n')}\n` +
      'Install Docker with its compose plugin, or Java 17 and Maven, ' +
      'or set CASPY_CONTACT_POINTS to a cluster that runs (for example 127.0.0.1:9042).',
  );
}
