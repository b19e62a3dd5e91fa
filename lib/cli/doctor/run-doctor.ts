import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { escapeControls, escapeJson } from '../output/escape';
import type { Io } from '../output/io';
import { jsonText } from '../output/json-value';
import type { Check } from './check';
import { checkCluster } from './check-cluster';
import { checkInstallation } from './check-installation';
import { checkProject } from './check-project';

const SIGNS = { ok: '✓', warning: '!', finding: '✗', failure: '✗' } as const;
const COLORS = { ok: 'green', warning: 'yellow', finding: 'red', failure: 'red' } as const;

/** Looks at everything, says what to fix, and answers 1 for a failure, 4 for findings only. */
export async function runDoctor(args: GlobalArgs, context: CommandContext): Promise<ExitCode> {
  const { io, version } = context;
  const write = io.json ? (): Promise<void> => Promise.resolve() : (checks: readonly Check[]) => print(io, checks);
  const installation = checkInstallation(version, io.host.cwd());
  await write(installation);
  const { checks, project, model } = await checkProject(args, context);
  await write(checks);
  const { contactPoints, cloud } = project?.options ?? {};
  const isReachable = project !== undefined && (contactPoints !== undefined || cloud !== undefined);
  const cluster = isReachable ? await checkCluster(project, model, context) : [];
  await write(cluster);
  const all = [...installation, ...checks, ...cluster];
  const code = exitCodeOf(all);
  if (io.json) await io.stdout.write(`${escapeJson(jsonText({ ok: code === EXIT.ok, checks: all }))}\n`);
  return code;
}

function exitCodeOf(checks: readonly Check[]): ExitCode {
  const has = (status: Check['status']): boolean => checks.some((check) => check.status === status);
  if (has('failure')) return EXIT.failed;
  return has('finding') ? EXIT.findings : EXIT.ok;
}

async function print({ stdout, style }: Io, checks: readonly Check[]): Promise<void> {
  const lines = checks.flatMap(({ status, message, hint }) => {
    const sign = style.colors[COLORS[status]](SIGNS[status]);
    const text = escapeControls(message, '\n').replaceAll('\n', '\n  ');
    return [`${sign} ${text}`, ...(hint === null ? [] : [`  → ${escapeControls(hint)}`])];
  });
  if (lines.length > 0) await stdout.write(`${lines.join('\n')}\n`);
}
