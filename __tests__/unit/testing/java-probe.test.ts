import type { JavaProbeContext } from '../../../lib/testing/java-probe';
import { parseJavaVersion, probeJava } from '../../../lib/testing/java-probe';
import type { CommandResult } from '../../../lib/testing/run-command';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "11" 2018-09-25', 11],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "21-ea" 2023-09-19', 21],
  ['NOTE: Picked up JDK_JAVA_OPTIONS\nopenjdk version "17.0.1"', 17],
  ['no such thing', undefined],
])('reads %j as %s', (output, version) => expect(parseJavaVersion(output)).toBe(version));

type Versions = Readonly<Record<string, string>>;

/** A machine on which these commands exist and print this version. */
function machineWith(versions: Versions, rest: Partial<JavaProbeContext> = {}): JavaProbeContext {
  const run = async (command: string): Promise<CommandResult> => {
    const version = versions[command];
    if (version === undefined) return { ok: false, stdout: '', stderr: '', reason: 'not found' };
    return { ok: true, stdout: '', stderr: `openjdk version "${version}"`, reason: '' };
  };
  return { env: {}, platform: 'linux', run, jarsExist: () => false, ...rest };
}

const home = { env: { JAVA_HOME: '/jdk' } };

test.each([
  ['PATH', machineWith({ java: '17.0.1', mvn: '1' }), { java: 'java', maven: 'mvn' }],
  [
    'JAVA_HOME first',
    machineWith({ '/jdk/bin/java': '11.0.2', java: '17', mvn: '1' }, home),
    { java: '/jdk/bin/java', maven: 'mvn' },
  ],
  [
    'PATH when JAVA_HOME is too new',
    machineWith({ '/jdk/bin/java': '25', java: '17', mvn: '1' }, home),
    { java: 'java', maven: 'mvn' },
  ],
  [
    'no Maven when the jars are there',
    machineWith({ java: '17' }, { jarsExist: () => true }),
    { java: 'java', maven: undefined },
  ],
])('uses %s', async (_, context, value) => {
  expect(await probeJava('5.0.8', context)).toEqual({ ok: true, value });
});

test.each([
  ['no Java', machineWith({ mvn: '1' }), 'java: not found'],
  ['another Java', machineWith({ java: '21.0.1', mvn: '1' }), 'java: version 21, but Cassandra 5.0 needs 17 or 11'],
  [
    'both wrong',
    machineWith({ '/jdk/bin/java': '8' }, home),
    'java of JAVA_HOME: version 8, but Cassandra 5.0 needs 17 or 11; java: not found',
  ],
  ['no Maven', machineWith({ java: '17' }), 'Java is fine, but mvn: not found'],
  [
    'Windows',
    machineWith({ java: '17', mvn: '1' }, { platform: 'win32' }),
    'Cassandra does not run on Windows without Docker',
  ],
])('says what is wrong with %s', async (_, context, reason) => {
  expect(await probeJava('5.0.8', context)).toEqual({ ok: false, reason });
});
