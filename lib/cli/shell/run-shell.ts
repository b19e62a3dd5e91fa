import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { loadProject } from '../project/load-project';
import { loadTables } from '../project/load-tables';
import { withDataSource } from '../project/with-data-source';
import { runInteractive } from './run-interactive';
import { runScript } from './run-script';
import { ShellSession } from './shell-session';

/** `caspy shell`: on a terminal with prompts, elsewhere what comes through the pipe. */
export async function runShell(
  args: GlobalArgs & { readonly write?: boolean | undefined },
  context: CommandContext,
): Promise<ExitCode> {
  const project = await loadProject(args, context);
  const targets = (await loadTables(project)).map(({ target }) => target);
  await withDataSource(project, targets, context, async (dataSource) => {
    const session = new ShellSession(dataSource, context, args.write === true);
    await session.refreshTables();
    const { stdin, stdout } = context.io.host;
    await (stdin.isTTY && stdout.isTTY ? runInteractive(session, context) : runScript(session, context));
  });
  return EXIT.ok;
}
