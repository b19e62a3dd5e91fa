import { ConfigurationError } from '../../../lib/errors';
import { probeDocker } from '../../../lib/testing/docker-probe';
import { probeEnvironment } from '../../../lib/testing/environment-cluster';
import { machine, probeJava } from '../../../lib/testing/java-probe';
import { resolvePlan } from '../../../lib/testing/options';
import { runCommand } from '../../../lib/testing/run-command';
import type { Probes } from '../../../lib/testing/select-source';
import { selectSource } from '../../../lib/testing/select-source';

function probesThat(works: { environment: boolean; docker: boolean; java: boolean }): Probes & { asked: string[] } {
  const asked: string[] = [];
  const answer = <T>(name: keyof typeof works, value: T) => {
    asked.push(name);
    return works[name] ? ({ ok: true, value } as const) : ({ ok: false, reason: `no ${name} here` } as const);
  };
  return {
    asked,
    environment: () => answer('environment', { nodes: [], localDataCenter: 'dc' }),
    docker: async () => answer('docker', undefined),
    java: async () => answer('java', { java: 'java', maven: undefined }),
  };
}

test.each([
  [{ environment: true, docker: true, java: true }, 'environment', ['environment']],
  [{ environment: false, docker: true, java: true }, 'docker', ['environment', 'docker']],
  [{ environment: false, docker: false, java: true }, 'java', ['environment', 'docker', 'java']],
])('of %j it takes %s and asks no further', async (works, source, asked) => {
  const probes = probesThat(works);
  expect((await selectSource(probes)).source).toBe(source);
  expect(probes.asked).toEqual(asked);
});

test('a source that was named is the only one asked', async () => {
  const probes = probesThat({ environment: true, docker: true, java: true });
  expect((await selectSource(probes, 'java')).source).toBe('java');
  expect(probes.asked).toEqual(['java']);
  await expect(selectSource(probesThat({ environment: true, docker: false, java: true }), 'docker')).rejects.toThrow(
    'Docker: no docker here',
  );
});

test('on a machine without any, the error says what each probe found and what to install', async () => {
  const env = { PATH: '/nowhere' };
  const run: typeof runCommand = (command, args, options) => runCommand(command, args, { ...options, env });
  const attempt = selectSource({
    environment: () => probeEnvironment({}, env),
    docker: () => probeDocker(resolvePlan({}), run),
    java: () => probeJava('5.0.8', { ...machine, env, run, platform: 'linux' }),
  });

  await expect(attempt).rejects.toBeInstanceOf(ConfigurationError);
  await expect(attempt).rejects.toMatchObject({
    code: 'CASPY_LOCAL_CASSANDRA',
    message: [
      'No local Cassandra can be started:',
      '  - CASPY_CONTACT_POINTS: not set',
      '  - Docker: docker info: not found',
      '  - Java: java: not found',
      'Install Docker with its compose plugin, or Java 17 and Maven, ' +
        'or set CASPY_CONTACT_POINTS to a cluster that runs (for example 127.0.0.1:9042).',
    ].join('\n'),
  });
});
