import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeSettings, renderYaml } from '../../../lib/testing/cassandra-yaml';
import { findPackageRoot } from '../../../lib/testing/package-root';

const template = readFileSync(join(findPackageRoot(), 'docker', 'java', 'cassandra.yaml'), 'utf8');

function linesOf(yaml: string, key: string): string[] {
  return yaml.split('\n').filter((line) => line.startsWith(`${key}:`));
}

test.each([
  ['a setting of the template', 'num_tokens', 4, 'num_tokens: 4'],
  ['a new setting', 'batch_size_fail_threshold', '10KiB', 'batch_size_fail_threshold: "10KiB"'],
  ['a switch', 'auto_snapshot', true, 'auto_snapshot: true'],
  ['text that would be yaml', 'cluster_name', 'a: b # c\nd: "e"', 'cluster_name: "a: b # c\\nd: \\"e\\""'],
])('%s stands there once, with the new value', (_, key, value, line) => {
  expect(linesOf(renderYaml(template, { [key]: value }), key)).toEqual([line]);
});

test.each([
  ['batch', []],
  ['periodic', ['commitlog_sync_period: 10000ms']],
])('with commitlog_sync %s the period is %j', (mode, lines) => {
  expect(linesOf(renderYaml(template, { commitlog_sync: mode }), 'commitlog_sync_period')).toEqual(lines);
});

const identity = { address: '127.1.1.2', port: 9042, storagePort: 7000, index: 1, authentication: false };

test('one node has the tokens of the template, and itself as seed', () => {
  const yaml = renderYaml(template, nodeSettings({ ...identity, seeds: ['127.1.1.2'] }));
  expect(linesOf(yaml, 'num_tokens')).toEqual(['num_tokens: 16']);
  expect(linesOf(yaml, 'initial_token')).toEqual([]);
  expect(yaml).toContain('"seeds":"127.1.1.2:7000"');
});

test('three nodes own a third of the ring each, and all are seeds', () => {
  const seeds = ['127.1.1.1', '127.1.1.2', '127.1.1.3'];
  const tokens = seeds.map((address, index) => {
    const { initial_token: token } = nodeSettings({ ...identity, address, seeds, index });
    return BigInt(token as string);
  });
  const [first = 0n, second = 0n, third = 0n] = tokens;
  const ring = 2n ** 64n;
  expect(first).toBe(-(2n ** 63n));
  for (const distance of [second - first, third - second, first + ring - third]) {
    expect(Math.abs(Number(distance - ring / 3n))).toBeLessThanOrEqual(2);
  }
  expect(renderYaml(template, nodeSettings({ ...identity, seeds }))).toContain(
    '"seeds":"127.1.1.1:7000,127.1.1.2:7000,127.1.1.3:7000"',
  );
});
