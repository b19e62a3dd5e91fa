import type { NodeReport } from '../../../lib/cli/cluster/probe-nodes';
import { quantile } from '../../../lib/cli/cluster/quantile';
import { checkNodes } from '../../../lib/cli/doctor/check-cluster';
import { checkNode } from '../../../lib/cli/doctor/check-installation';

const node: NodeReport = {
  ...{ address: '127.0.0.1:9042', dataCenter: 'dc1', rack: 'rack1', cassandra: '5.0.8', up: true },
  ...{ fastestMs: 1, medianMs: 1, schemaVersion: 'a', clockAheadMs: 3 },
};

const statuses = (nodes: readonly NodeReport[]) =>
  Object.fromEntries(checkNodes(nodes).map(({ name, status }) => [name, status]));

describe('checkNodes', () => {
  const fine = { nodes: 'ok', versions: 'ok', 'schema agreement': 'ok', clocks: 'ok' };

  it.each([
    ['two that agree', {}, fine],
    ['one that is down', { up: false }, { ...fine, nodes: 'warning' }],
    ['two versions', { cassandra: '4.1.3' }, { ...fine, versions: 'warning' }],
    ['two schemas', { schemaVersion: 'b' }, { ...fine, 'schema agreement': 'finding' }],
    ['clocks that differ', { clockAheadMs: 900 }, { ...fine, clocks: 'warning' }],
    ['a clock that is unknown', { clockAheadMs: null }, fine],
  ])('%s', (_, second, expected) => {
    expect(statuses([node, { ...node, ...second }])).toEqual(expected);
  });

  it('tells the clock of this machine from those of the nodes', () => {
    const [, , , clocks] = checkNodes([{ ...node, clockAheadMs: -2000 }]);
    expect(clocks).toMatchObject({ status: 'warning', message: "A node's clock is 2000 ms behind this machine's." });
  });
});

it.each([
  ['20.19.0', 'ok'],
  ['22.1.0', 'ok'],
  ['20.18.3', 'failure'],
  ['18.20.0', 'failure'],
])('Node %s: %s', (version, status) => {
  expect(checkNode(version).status).toBe(status);
});

it.each([
  [[3, 1, 2], 0.5, 2],
  [[4, 1, 2, 3], 0.5, 2.5],
  [[7], 0.5, 7],
])('quantile of %j at %d is %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});
