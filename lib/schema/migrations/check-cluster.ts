import { MigrationError } from '../../errors';
import { readSchemaVersions, waitForAgreement } from '../schema-agreement';
import type { MigrationEnvironment } from './environment';

/** Nodes that are about to agree, as after a schema change of somebody else, get so long. */
const PATIENCE = 10_000;

/** @throws MigrationError `CASPY_MIGRATION_CLUSTER` while nodes are down or do not agree on the schema. */
export async function checkCluster({ client, nodes }: MigrationEnvironment): Promise<void> {
  const down = (await nodes()).filter(({ up }) => !up).map(({ address }) => address);
  if (down.length > 0) {
    throw refused(`${down.join(', ')} ${down.length === 1 ? 'is' : 'are'} down and would not learn of it`, { down });
  }
  if (await waitForAgreement(client, PATIENCE)) return;
  const versions = [...(await readSchemaVersions(client))].map(([version, of]) => `${version}: ${of.join(', ')}`);
  throw refused(`the nodes do not agree on the schema (${versions.join('; ')})`, { versions });
}

function refused(why: string, details: Readonly<Record<string, unknown>>): MigrationError {
  return new MigrationError(
    'CASPY_MIGRATION_CLUSTER',
    `Nothing was changed, because ${why}. Wait until every node is up (nodetool status, nodetool describecluster); ` +
      'allowDegraded: true (--allow-degraded) migrates all the same.',
    { details },
  );
}
