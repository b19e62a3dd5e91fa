import type { TableMetadata } from '../../metadata/table-metadata';
import { didYouMean } from '../../suggest';
import { usageError } from '../cli-error';
import { tableName } from './table-name';

/** The entity that a word means. @throws CliError when none or several fit. */
export function findEntity(tables: readonly TableMetadata[], word: string): TableMetadata {
  const found = lookUpEntity(tables, word);
  if (found === undefined) throw unknownEntity(tables, word);
  return found;
}

/**
 * The entity that a word means, undefined when none fits: by the name of its class or its table, `keyspace.table` where two share a name; case,
 * `_` and `-` do not count, and neither does singular or plural.
 *
 * @throws CliError when several fit.
 */
export function lookUpEntity(tables: readonly TableMetadata[], word: string): TableMetadata | undefined {
  for (const fits of [isExactly, isAlike, isOneOfThem]) {
    const [found, ...others] = tables.filter((table) => fits(table, word));
    if (found === undefined) continue;
    if (others.length === 0) return found;
    const names = [found, ...others].map((table) => `${table.name} (${tableName(table)})`);
    throw usageError(`'${word}' fits several entities: ${names.join(', ')}.`, 'Give the name of the table.');
  }
  return undefined;
}

function isExactly(table: TableMetadata, word: string): boolean {
  return table.name === word || table.tableName === word || tableName(table) === word;
}

function isAlike({ name, tableName: table }: TableMetadata, word: string): boolean {
  return [name, table].some((each) => plain(each) === plain(word));
}

function isOneOfThem({ name, tableName: table }: TableMetadata, word: string): boolean {
  const wanted = forms(word);
  return [name, table].some((each) => forms(each).some((form) => wanted.includes(form)));
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '');
}

/** The word and what may be its singular, by the rules of English that have no exceptions to learn. */
function forms(word: string): string[] {
  const singulars = [plain(word)];
  const [form = ''] = singulars;
  if (form.endsWith('ies')) singulars.push(`${form.slice(0, -3)}y`);
  if (form.endsWith('es')) singulars.push(form.slice(0, -2));
  if (form.endsWith('s') && !form.endsWith('ss')) singulars.push(form.slice(0, -1));
  return singulars;
}

function unknownEntity(tables: readonly TableMetadata[], word: string): Error {
  if (tables.length === 0) {
    return usageError(
      `There is no entity '${word}': no entities are configured.`,
      `Set 'entities' in caspy.config.ts.`,
    );
  }
  const names = tables.flatMap(({ name, tableName: table }) => [name, table]);
  return usageError(
    `There is no entity '${word}'.${didYouMean(word, names)}`,
    `There are ${tables.map(({ name }) => name).join(', ')}. \`caspy models\` lists them.`,
  );
}
