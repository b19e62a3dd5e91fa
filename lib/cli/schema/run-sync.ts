import type { SchemaContext } from '../../data-source/synchronize';
import type { SchemaChange } from '../../schema/diff/schema-change';
import type { SyncResult } from '../../schema/synchronize-schema';
import { CliError, usageError } from '../cli-error';
import type { CommandContext } from '../command';
import { EXIT, type ExitCode } from '../exit-code';
import type { GlobalArgs } from '../global-options';
import { loadModel } from '../project/load-model';
import { loadProject } from '../project/load-project';
import { requireConsent } from './consent';
import { changesJson, countChanges, printChanges, printJson } from './print-changes';
import { wantedModel } from './run-diff';
import { withSchema } from './with-schema';

interface SyncArgs extends GlobalArgs {
  readonly 'dry-run'?: boolean | undefined;
  readonly 'allow-destructive'?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly wait?: number | undefined;
  readonly ignore?: readonly string[] | undefined;
}

/** Makes the server what the entities want, as far as that is allowed; exit 4 when they do not fit afterwards. */
export async function runSync(args: SyncArgs, context: CommandContext): Promise<ExitCode> {
  const { io } = context;
  const project = await loadProject(args, context);
  const model = await loadModel(project);
  await wantedModel(model, project.options.keyspace);
  const result = await withSchema(project, model, context, (schema) => synchronize(schema, args, context));
  if (io.json) {
    const { statements, changes, skipped } = result;
    const dryRun = args['dry-run'] === true;
    await printJson(io, { dryRun, statements, changes: changesJson(changes), skipped: changesJson(skipped) });
  } else {
    report(result, args['dry-run'] === true, context);
  }
  return result.skipped.some(({ extra }) => !extra) ? EXIT.findings : EXIT.ok;
}

async function synchronize(schema: SchemaContext, args: SyncArgs, context: CommandContext): Promise<SyncResult> {
  const { synchronizeEntities } = await import('../../data-source/synchronize.js');
  if (args.wait !== undefined && args.wait < 0) throw usageError('--wait is no time.', 'Write --wait 60.');
  const options = {
    ...(args.wait !== undefined && { wait: args.wait * 1000 }),
    allowDestructive: args['allow-destructive'] === true,
    ...(args.ignore !== undefined && { ignore: args.ignore.flatMap((names) => names.split(',')) }),
  };
  const plan = await synchronizeEntities(schema, { ...options, dryRun: true });
  if (!context.io.json) await printChanges(context.io, plan.changes);
  if (args['dry-run'] === true || plan.changes.length === 0) return plan;
  const lost = plan.changes.filter(isDestructive);
  if (lost.length > 0) {
    // With --json the plan has not been shown yet, and nobody may be asked without being told what for.
    for (const { cql } of context.io.json ? lost : []) for (const statement of cql) context.io.notice(`${statement};`);
    const question = `Run ${count(plan.statements.length, 'statement')}, ${lost.length} of the changes destructive?`;
    await requireConsent(context, question, 'Nothing was changed', args.force === true);
  }
  context.signal.throwIfAborted();
  const progress = await context.io.progress(`Running ${count(plan.statements.length, 'statement')}`);
  try {
    const accept = (changes: readonly SchemaChange[]): void => requireSameLosses(lost, changes);
    return await synchronizeEntities({ ...schema, signal: context.signal, accept }, options);
  } finally {
    progress.stop();
  }
}

function isDestructive(change: SchemaChange): boolean {
  return change.class === 'destructive';
}

/** While somebody read the plan, another process may have changed the schema: then the consent was for another plan. */
function requireSameLosses(agreed: readonly SchemaChange[], changes: readonly SchemaChange[]): void {
  const known = new Set(agreed.flatMap(({ cql }) => cql));
  const fresh = changes.filter(isDestructive).flatMap(({ cql }) => cql.filter((statement) => !known.has(statement)));
  if (fresh.length === 0) return;
  throw new CliError('CASPY_SCHEMA', `The schema has changed meanwhile, and would lose more: ${fresh.join('; ')}.`, {
    hint: 'It was left as it is. Look at the new plan: caspy schema sync --dry-run --allow-destructive.',
  });
}

function report({ statements, skipped }: SyncResult, dryRun: boolean, { io }: CommandContext): void {
  if (statements.length === 0) io.note('Nothing is to be changed.');
  else io.notice(`${dryRun ? 'Would run' : 'Ran'} ${count(statements.length, 'statement')}.`);
  const needed = skipped.filter(({ extra }) => !extra);
  const extras = skipped.length - needed.length;
  if (needed.length > 0) {
    io.notice(`Not changed, and needed by entities: ${countChanges(needed)}. 'caspy schema diff' shows them.`);
  }
  if (extras > 0) io.notice(`Not changed, and needed by no entity: ${extras}. 'caspy schema diff' shows them.`);
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
