import type { Options } from 'yargs';
import type { Command, CommandGroup } from '../command';

/** What completion has to know of an entity. */
export interface KnownEntity {
  readonly name: string;
  readonly table: string;
  readonly fields: readonly string[];
  /** Fields whose values are true and false. */
  readonly flags: readonly string[];
}

/** What the words of a command line may be. */
export interface Vocabulary {
  readonly commands: readonly (Command<never> | CommandGroup)[];
  readonly globals: Readonly<Record<string, Options>>;
  readonly actions: readonly string[];
  readonly entities: readonly KnownEntity[];
}

/** Candidates for the last word, whole words that start with what is there. */
export function candidates(words: readonly string[], vocabulary: Vocabulary): string[] {
  const last = words.at(-1) ?? '';
  return [...new Set(possible(words.slice(0, -1), last, vocabulary))].filter((word) => word.startsWith(last));
}

function possible(before: readonly string[], last: string, vocabulary: Vocabulary): readonly string[] {
  const { commands, globals, actions, entities } = vocabulary;
  const positionals = before.filter((word) => !word.startsWith('-'));
  const [first = '', second = ''] = positionals;
  const entry = commands.find(({ command }) => nameOf(command) === first);
  const members = entry !== undefined && 'commands' in entry ? entry.commands : [];
  const leaf = members.length > 0 ? members.find(({ command }) => nameOf(command) === second) : entry;
  const query = commands.find(({ command }) => nameOf(command) === 'query');
  const command = leaf ?? (entry === undefined ? query : undefined);
  const options = { ...(command !== undefined && 'options' in command ? command.options : {}), ...globals };
  const entity = findKnown(entities, entry === undefined ? first : members.length > 0 ? '' : second);
  const flag = optionOf(before.at(-1) ?? '', options);
  if (flag !== undefined && flag[1].type !== 'boolean') return values(flag, last, entity);
  if (last.startsWith('-')) return Object.keys(options).map((name) => `--${name}`);
  if (before.length === 0) return [...commands.map((each) => nameOf(each.command)), ...names(entities)];
  if (members.length > 0) return leaf === undefined ? members.map((each) => nameOf(each.command)) : [];
  if (entry === undefined) return positionals.length === 1 ? actions : [];
  if (first === 'completion') return ['bash', 'zsh', 'fish'];
  if (positionals.length === 1 && /<(entity|name)>/.test(entry.command)) return names(entities);
  return first === 'query' && positionals.length === 2 ? actions : [];
}

function nameOf(command: string): string {
  return command.split(' ', 1)[0] ?? command;
}

function names(entities: readonly KnownEntity[]): string[] {
  return entities.flatMap(({ name, table }) => [name.toLowerCase(), table]);
}

function findKnown(entities: readonly KnownEntity[], word: string): KnownEntity | undefined {
  const wanted = word.toLowerCase();
  return entities.find(({ name, table }) =>
    [name.toLowerCase(), `${name.toLowerCase()}s`, table.toLowerCase()].includes(wanted),
  );
}

function optionOf(word: string, options: Readonly<Record<string, Options>>): readonly [string, Options] | undefined {
  return Object.entries(options).find(
    ([name, { alias }]) => word === `--${name}` || [alias ?? []].flat().some((letter) => word === `-${letter}`),
  );
}

function values(
  [name, { choices }]: readonly [string, Options],
  last: string,
  entity: KnownEntity | undefined,
): string[] {
  if (choices !== undefined) return choices.map(String);
  if (entity === undefined) return [];
  const { fields, flags } = entity;
  if (name === 'filter' || name === 'set') {
    const [field = ''] = last.split('=');
    if (last.includes('=')) return flags.includes(field) ? [`${field}=true`, `${field}=false`] : [];
    return fields.map((each) => `${each}=`);
  }
  if (name === 'select' || name === 'order') {
    const head = last.slice(0, last.lastIndexOf(',') + 1);
    return fields.map((each) => `${head}${each}`);
  }
  return [];
}
