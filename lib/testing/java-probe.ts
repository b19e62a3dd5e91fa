import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { jarFolder } from './cache-folders';
import type { ProbeResult } from './probe-result';
import type { CommandResult } from './run-command';
import { runCommand } from './run-command';

const probeTimeout = 20_000;

/** The versions of Java that Cassandra 5.0 runs on. */
const supported = [17, 11];

export interface JavaProbe {
  readonly java: string;
  /** The program to fetch jars with; undefined when they are there already. */
  readonly maven: string | undefined;
}

type Run = (command: string, args: readonly string[], options: { readonly timeout: number }) => Promise<CommandResult>;

/** What a probe reads of the machine, so that a test can hand in another one. */
export interface JavaProbeContext {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: string;
  readonly run: Run;
  readonly jarsExist: (version: string) => boolean;
}

export const machine: JavaProbeContext = {
  env: process.env,
  platform: process.platform,
  run: runCommand,
  jarsExist: (version) => existsSync(jarFolder(version)),
};

/** `openjdk version "17.0.15"` is 17, and `java version "1.8.0_402"` is 8. */
export function parseJavaVersion(output: string): number | undefined {
  const match = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (match === null) return undefined;
  return Number(match[1] === '1' ? match[2] : match[1]);
}

async function findJava(context: JavaProbeContext): Promise<ProbeResult<string>> {
  const home = context.env.JAVA_HOME;
  const candidates = [
    ...(home === undefined || home === '' ? [] : [{ name: 'java of JAVA_HOME', command: join(home, 'bin', 'java') }]),
    { name: 'java', command: 'java' },
  ];
  const reasons: string[] = [];
  for (const { name, command } of candidates) {
    const result = await context.run(command, ['-version'], { timeout: probeTimeout });
    const version = parseJavaVersion(result.stderr + result.stdout);
    if (result.ok && version !== undefined && supported.includes(version)) return { ok: true, value: command };
    const found = result.ok ? `version ${version ?? 'unknown'}, but Cassandra 5.0 needs 17 or 11` : result.reason;
    reasons.push(`${name}: ${found}`);
  }
  return { ok: false, reason: reasons.join('; ') };
}

/** Looks for Java 17 or 11, and for Maven unless the jars were fetched before. */
export async function probeJava(version: string, context: JavaProbeContext = machine): Promise<ProbeResult<JavaProbe>> {
  if (context.platform === 'win32') return { ok: false, reason: 'Cassandra does not run on Windows without Docker' };
  const java = await findJava(context);
  if (!java.ok) return java;
  if (context.jarsExist(version)) return { ok: true, value: { java: java.value, maven: undefined } };
  const maven = await context.run('mvn', ['-v'], { timeout: probeTimeout });
  if (!maven.ok) return { ok: false, reason: `Java is fine, but mvn: ${maven.reason}` };
  return { ok: true, value: { java: java.value, maven: 'mvn' } };
}
