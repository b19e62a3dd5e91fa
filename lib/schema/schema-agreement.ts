import { setTimeout as sleep } from 'node:timers/promises';
import type { SchemaClient } from './schema-client';

const POLL = 200;

const QUERIES = [
  'SELECT CAST(broadcast_address AS text) AS node, CAST(schema_version AS text) AS version FROM system.local',
  'SELECT CAST(peer AS text) AS node, CAST(schema_version AS text) AS version FROM system.peers',
];

/** The versions of the schema that the nodes have, as one of them knows it; one version is agreement. */
export async function readSchemaVersions(client: SchemaClient): Promise<ReadonlyMap<string, readonly string[]>> {
  const versions = new Map<string, string[]>();
  for (const query of QUERIES) {
    for await (const { node, version } of client.rows(query)) {
      // A node that has just joined, or is gone for good, has none.
      if (typeof version !== 'string') continue;
      versions.set(version, [...(versions.get(version) ?? []), typeof node === 'string' ? node : 'unknown']);
    }
  }
  return versions;
}

/** Waits until the nodes have one version of the schema; false when they have not in time. */
export async function waitForAgreement(client: SchemaClient, timeout: number, signal?: AbortSignal): Promise<boolean> {
  const end = performance.now() + timeout;
  for (;;) {
    if ((await readSchemaVersions(client)).size <= 1) return true;
    if (performance.now() >= end) return false;
    await sleep(POLL, undefined, signal === undefined ? {} : { signal });
  }
}
