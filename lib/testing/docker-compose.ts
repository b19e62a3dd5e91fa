import { dockerSettings } from './docker-settings';
import { unusable } from './errors';
import type { Placement } from './loopback';
import type { LaunchPlan } from './options';
import type { CommandResult } from './run-command';
import { runCommand } from './run-command';

/** One Compose project: a name of its own keeps it apart from others that use the same file. */
export interface ComposeProject {
  readonly name: string;
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
}

export function composeServices(nodes: 1 | 3): string[] {
  return nodes === 1 ? ['node'] : ['node1', 'node2', 'node3'];
}

/** What the compose file reads from its environment. */
export function composeEnvironment(plan: LaunchPlan, placement: Placement): Record<string, string> {
  const addresses = placement.addresses.map(
    (address, index) => [`CASPY_DOCKER_ADDRESS_${index + 1}`, address] as const,
  );
  return {
    CASPY_DOCKER_VERSION: plan.version,
    CASPY_DOCKER_HEAP: plan.heap,
    CASPY_DOCKER_PORT: String(placement.port),
    CASPY_DOCKER_SETTINGS: dockerSettings(plan),
    ...Object.fromEntries(addresses),
  };
}

/** The command that removes a project with its containers, network and volumes. */
export function composeDown(name: string, file: string): [string, ...string[]] {
  return ['docker', 'compose', '-p', name, '-f', file, '--profile', 'three', 'down', '--volumes', '--timeout', '0'];
}

/** Runs a Compose command; answers its result, whatever it is. */
export function tryCompose(project: ComposeProject, args: readonly string[], timeout = 60_000): Promise<CommandResult> {
  const { name, file, env } = project;
  return runCommand('docker', ['compose', '-p', name, '-f', file, '--profile', 'three', ...args], { timeout, env });
}

/** Runs a Compose command that has to succeed. */
export async function compose(project: ComposeProject, args: readonly string[], timeout?: number): Promise<string> {
  const result = await tryCompose(project, args, timeout);
  if (result.ok) return result.stdout;
  const tail = result.stderr.trim().split('\n').slice(-10).join('\n');
  throw unusable(`docker compose ${args.join(' ')} failed (${result.reason}):\n${tail}`);
}
