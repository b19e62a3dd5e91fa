import { unsafeSetting } from './docker-settings';
import type { LaunchPlan } from './options';
import type { ProbeResult } from './probe-result';
import type { CommandResult } from './run-command';
import { runCommand } from './run-command';

const probeTimeout = 5_000;

type Run = (command: string, args: readonly string[], options: { readonly timeout: number }) => Promise<CommandResult>;

/** Asks whether a Docker engine answers, Compose is there, and the image can be given what the plan asks for. */
export async function probeDocker(plan: LaunchPlan, run: Run = runCommand): Promise<ProbeResult<undefined>> {
  const unsafe = unsafeSetting(plan);
  if (unsafe !== undefined) return { ok: false, reason: unsafe };
  if (plan.keepData) return { ok: false, reason: 'keepData is for Java only' };
  // Without an engine some versions of the client answer with exit code 0 and an empty line.
  const engine = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeout: probeTimeout });
  if (!engine.ok || engine.stdout.trim() === '') {
    return { ok: false, reason: `docker info: ${engine.reason || 'no engine answers'}` };
  }
  const compose = await run('docker', ['compose', 'version'], { timeout: probeTimeout });
  if (!compose.ok) return { ok: false, reason: `docker compose version: ${compose.reason}` };
  return { ok: true, value: undefined };
}
