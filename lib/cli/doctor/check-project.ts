import { relative } from 'node:path';
import { loadGlob } from '../../data-source/load-entities';
import { buildModel } from '../../metadata/build-tables';
import type { EntityClass } from '../../metadata/table-metadata';
import type { CommandContext } from '../command';
import type { GlobalArgs } from '../global-options';
import type { ProjectModel } from '../project/load-model';
import { loadProject, type Project } from '../project/load-project';
import { reportOf } from '../report-error';
import { type Check, failure, finding, ok, warning } from './check';

/** What was found of the project, as far as it could be loaded. */
export interface ProjectChecks {
  readonly checks: readonly Check[];
  readonly project: Project | undefined;
  readonly model: ProjectModel;
}

const NO_MODEL: ProjectModel = { tables: [], unusedTypes: [] };

/** Config, globs, entities. Each error becomes a check, so that one does not hide the next. */
export async function checkProject(args: GlobalArgs, context: CommandContext): Promise<ProjectChecks> {
  let project: Project;
  try {
    project = await loadProject(args, context, { optional: true });
  } catch (error) {
    return { checks: [failureOf('config', error)], project: undefined, model: NO_MODEL };
  }
  const checks = [checkConfig(project, args, context), ...checkOptions(project)];
  const { checks: globs, entities } = await checkGlobs(project);
  const { check, model } = checkModel(entities, project);
  return { checks: [...checks, ...globs, ...(check === undefined ? [] : [check])], project, model };
}

/** The error of a step as its check. */
export function failureOf(name: string, error: unknown): Check {
  const { message, hints } = reportOf(error);
  return failure(name, message, hints.length === 0 ? null : hints.join(' '));
}

function checkConfig({ configFile }: Project, args: GlobalArgs, { io }: CommandContext): Check {
  const { env } = io.host;
  if (configFile === undefined) {
    const message = `There is no caspy.config.ts in ${io.host.cwd()}.`;
    const isGiven = args['contact-points'] !== undefined || (env.CASPY_CONTACT_POINTS ?? '') !== '';
    if (isGiven) return warning('config', `${message} Flags and environment say the rest.`, 'caspy init writes one.');
    return failure('config', message, 'Go to the folder of your project, or write one: caspy init');
  }
  const fromEnvironment = (env.CASPY_CONFIG ?? '') === '' ? 'in this folder' : 'by CASPY_CONFIG';
  const how = args.config === undefined ? fromEnvironment : 'by --config';
  return ok('config', `Config ${relative(io.host.cwd(), configFile) || configFile}, found ${how}`);
}

function checkOptions({ options }: Project): Check[] {
  const { contactPoints, localDataCenter, cloud, entities } = options;
  const checks: Check[] = [];
  if (contactPoints === undefined && cloud === undefined) {
    checks.push(failure('contact points', 'No contact points are set.', `Set contactPoints: ['127.0.0.1'].`));
  }
  if (localDataCenter === undefined && cloud === undefined && contactPoints !== undefined) {
    const message = 'localDataCenter is not set: the command asks the cluster, an application must say it.';
    checks.push(warning('data centre', message, `Set localDataCenter; \`caspy connect\` shows the names.`));
  }
  if (entities === undefined || entities.length === 0) {
    checks.push(warning('entities', 'No entities are configured.', `Set entities: ['dist/**/*.entity.js'].`));
  }
  return checks;
}

async function checkGlobs({ options }: Project): Promise<{ checks: Check[]; entities: EntityClass[] }> {
  const { entities: sources = [], baseDirectory = process.cwd() } = options;
  const entities = new Set(sources.filter((source) => typeof source === 'function'));
  const checks: Check[] = [];
  for (const pattern of sources.filter((source) => typeof source === 'string')) {
    try {
      const { files, entities: tables, userTypes } = await loadGlob(pattern, baseDirectory);
      const loaded = [...tables, ...userTypes];
      for (const entity of loaded) entities.add(entity);
      checks.push(checkMatches(pattern, files, loaded, baseDirectory));
    } catch (error) {
      checks.push(failureOf('glob', error));
    }
  }
  return { checks, entities: [...entities] };
}

function checkMatches(
  pattern: string,
  files: readonly string[],
  entities: readonly EntityClass[],
  baseDirectory: string,
): Check {
  if (files.length === 0) {
    const hint = 'Compile the project (npx tsc), or correct the glob: it names compiled files.';
    return failure('glob', `${pattern} matches no file below ${baseDirectory}.`, hint);
  }
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  if (entities.length === 0) {
    return finding('glob', `${pattern} matches ${count} without an entity.`, 'Export the classes with @Table().');
  }
  return ok('glob', `${pattern} matches ${count}: ${entities.map(({ name }) => name).join(', ')}`);
}

function checkModel(
  entities: readonly EntityClass[],
  { options }: Project,
): { check: Check | undefined; model: ProjectModel } {
  if (entities.length === 0) return { check: undefined, model: NO_MODEL };
  try {
    const { tables: byClass, unusedTypes } = buildModel([...entities], options.namingStrategy);
    const tables = [...byClass.values()];
    const count = tables.length === 1 ? '1 entity' : `${tables.length} entities`;
    return { check: ok('entities', `${count}, without faults`), model: { tables, unusedTypes } };
  } catch (error) {
    return { check: failureOf('entities', error), model: NO_MODEL };
  }
}
