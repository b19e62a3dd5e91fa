import { probeDocker } from '../../../lib/testing/docker-probe';
import { dockerSettings } from '../../../lib/testing/docker-settings';
import type { LocalCassandraOptions } from '../../../lib/testing/options';
import { resolvePlan } from '../../../lib/testing/options';
import type { CommandResult } from '../../../lib/testing/run-command';

const works: CommandResult = { ok: true, stdout: '28.2.2\n', stderr: '', reason: '' };
const fails = (reason: string): CommandResult => ({ ok: false, stdout: '', stderr: '', reason });

function probe(info: CommandResult, compose: CommandResult, options: LocalCassandraOptions = {}) {
  return probeDocker(resolvePlan(options), async (_, [first]) => (first === 'info' ? info : compose));
}

test('an engine with Compose is used', async () => {
  expect(await probe(works, works)).toEqual({ ok: true, value: undefined });
});

test.each([
  ['no client', fails('not found'), works, {}, 'docker info: not found'],
  ['no engine', { ...works, stdout: '\n' }, works, {}, 'docker info: no engine answers'],
  ['a hung engine', fails('no answer within 5 s'), works, {}, 'docker info: no answer within 5 s'],
  ['no Compose', works, fails('exit code 1'), {}, 'docker compose version: exit code 1'],
  [
    'a setting with a space',
    works,
    works,
    { config: { cluster_name: 'my cluster' } },
    'the image cannot be given the setting cluster_name',
  ],
  [
    'a setting with a command',
    works,
    works,
    { config: { cluster_name: '$(date)' } },
    'the image cannot be given the setting cluster_name',
  ],
  ['data to keep', works, works, { keepData: true }, 'keepData is for Java only'],
])('with %s it is not', async (_, info, compose, options, reason) => {
  expect(await probe(info, compose, options)).toEqual({ ok: false, reason });
});

test('authentication and config become system properties', () => {
  const plan = resolvePlan({
    authentication: true,
    config: { cas_contention_timeout: '5000ms', sasi_indexes_enabled: false },
  });
  expect(dockerSettings(plan).split(' ')).toEqual([
    '-Dcassandra.settings.authenticator=PasswordAuthenticator',
    '-Dcassandra.settings.authorizer=CassandraAuthorizer',
    '-Dcassandra.settings.cas_contention_timeout=5000ms',
    '-Dcassandra.settings.sasi_indexes_enabled=false',
  ]);
});
