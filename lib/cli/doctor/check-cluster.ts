import type { DataSource } from '../../data-source/data-source';
import { type NodeReport, probeNodes } from '../cluster/probe-nodes';
import type { CommandContext } from '../command';
import type { ProjectModel } from '../project/load-model';
import type { Project } from '../project/load-project';
import { withDataSource } from '../project/with-data-source';
import { type Check, failure, finding, ok, warning } from './check';
import { failureOf } from './check-project';
import { checkSchema } from './check-schema';

/** Beyond this, writes of two machines in the same second may win in the wrong order. */
const CLOCK_LIMIT = 500;

/** Connection, nodes, clocks, schema. */
export async function checkCluster(project: Project, model: ProjectModel, context: CommandContext): Promise<Check[]> {
  const { keyspace, ...options } = project.options;
  try {
    // Without the keyspace, whose absence is a check of its own.
    return await withDataSource({ ...project, options }, [], context, async (dataSource) => {
      const progress = await context.io.progress('Asking the nodes');
      try {
        const nodes = await probeNodes(dataSource, context.signal, { rounds: 3 });
        const { cluster } = await dataSource.health();
        return [
          ok('connection', `Connected to ${cluster ?? 'the cluster'}`),
          ...checkNodes(nodes),
          ...(await checkKeyspace(dataSource, keyspace, model)),
        ];
      } finally {
        progress.stop();
      }
    });
  } catch (error) {
    context.signal.throwIfAborted();
    return [failureOf('connection', error)];
  }
}

/** What the nodes say, compared with each other and with this machine. */
export function checkNodes(nodes: readonly NodeReport[]): Check[] {
  const down = nodes.filter(({ up }) => !up).map(({ address }) => address);
  const count = nodes.length === 1 ? '1 node' : `${nodes.length} nodes`;
  return [
    down.length === 0
      ? ok('nodes', `${count}, all up`)
      : warning('nodes', `Of ${count} these do not answer: ${down.join(', ')}.`, 'Start them, or look at their logs.'),
    checkVersions(nodes),
    checkAgreement(nodes),
    checkClocks(nodes),
  ];
}

function checkVersions(nodes: readonly NodeReport[]): Check {
  const versions = distinct(nodes.map(({ cassandra }) => cassandra));
  if (versions.length === 1) return ok('versions', `Cassandra ${String(versions[0])}`);
  const message = `The nodes run different versions of Cassandra: ${versions.join(', ')}.`;
  return warning('versions', message, 'Finish the upgrade before the schema is changed.');
}

function checkAgreement(nodes: readonly NodeReport[]): Check {
  const versions = distinct(nodes.map(({ schemaVersion }) => schemaVersion));
  if (versions.length <= 1) return ok('schema agreement', 'The nodes agree on the schema');
  const message = `The nodes hold ${versions.length} different schemas.`;
  return finding('schema agreement', message, 'Wait a minute; then `nodetool describecluster` shows who differs.');
}

function checkClocks(nodes: readonly NodeReport[]): Check {
  const ahead = nodes.flatMap(({ clockAheadMs }) => (clockAheadMs === null ? [] : [clockAheadMs]));
  const hint = 'Synchronize the clocks (NTP): the later write time wins, whoever wrote last.';
  if (ahead.length === 0) return failure('clocks', 'No node told its time.', null);
  const apart = Math.max(...ahead) - Math.min(...ahead);
  if (apart > CLOCK_LIMIT) return warning('clocks', `The clocks of the nodes are ${apart} ms apart.`, hint);
  const worst = ahead.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
  if (Math.abs(worst) <= CLOCK_LIMIT) return ok('clocks', `Clocks of nodes and this machine within ${CLOCK_LIMIT} ms`);
  const side = worst > 0 ? 'ahead of' : 'behind';
  return warning('clocks', `A node's clock is ${Math.abs(worst)} ms ${side} this machine's.`, hint);
}

async function checkKeyspace(
  dataSource: DataSource,
  keyspace: string | undefined,
  model: ProjectModel,
): Promise<Check[]> {
  if (keyspace === undefined) {
    if (model.tables.every((table) => table.keyspace !== undefined)) return checkSchema(dataSource, keyspace, model);
    return [warning('keyspace', 'No keyspace is set.', 'Set keyspace in the config, or give --keyspace.')];
  }
  const { keyspaces } = await dataSource.readSchema([keyspace]);
  if (keyspaces.length > 0) {
    return [ok('keyspace', `Keyspace ${keyspace}`), ...(await checkSchema(dataSource, keyspace, model))];
  }
  const hint = 'Create it (CREATE KEYSPACE), or start the application once with synchronize: true.';
  return [finding('keyspace', `The keyspace ${keyspace} does not exist.`, hint)];
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.flatMap((value) => value ?? []))];
}
