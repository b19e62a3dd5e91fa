import type { YamlValue } from './options';

/** A setting may be a list or an object here; the caller's own are scalars. */
export type YamlSettings = Readonly<Record<string, YamlValue | readonly object[]>>;

export interface NodeIdentity {
  readonly address: string;
  readonly port: number;
  readonly storagePort: number;
  /** The addresses of all nodes: each is a seed, so that they can start at the same time. */
  readonly seeds: readonly string[];
  readonly index: number;
  readonly authentication: boolean;
}

/** Where each of three nodes starts on the Murmur3 ring, so that they own a third each without having to agree first. */
const threeTokens = ['-9223372036854775808', '-3074457345618258603', '3074457345618258602'];

function tokenSettings(identity: NodeIdentity): YamlSettings {
  if (identity.seeds.length === 1) return {};
  return { num_tokens: 1, initial_token: threeTokens[identity.index] ?? '0' };
}

/** The settings in which one node differs from the template. */
export function nodeSettings(identity: NodeIdentity): YamlSettings {
  const seeds = identity.seeds.map((seed) => `${seed}:${identity.storagePort}`).join(',');
  return {
    listen_address: identity.address,
    rpc_address: identity.address,
    native_transport_port: identity.port,
    storage_port: identity.storagePort,
    seed_provider: [{ class_name: 'org.apache.cassandra.locator.SimpleSeedProvider', parameters: [{ seeds }] }],
    ...tokenSettings(identity),
    ...authenticationSettings(identity.authentication),
  };
}

export function authenticationSettings(authentication: boolean): Readonly<Record<string, YamlValue>> {
  return authentication ? { authenticator: 'PasswordAuthenticator', authorizer: 'CassandraAuthorizer' } : {};
}

/** Replaces or adds settings in a yaml text that has one `key: value` a line. JSON values are YAML values. */
export function renderYaml(template: string, settings: YamlSettings): string {
  const replaced = new Set(Object.keys(settings));
  // Cassandra refuses to start when the period is set and the mode is not periodic.
  if ('commitlog_sync' in settings && settings.commitlog_sync !== 'periodic') replaced.add('commitlog_sync_period');
  const kept = template.split('\n').filter((line) => !replaced.has(/^(\w+):/.exec(line)?.[1] ?? ''));
  const added = Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return [...kept, ...added, ''].join('\n');
}
