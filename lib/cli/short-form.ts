/** What the command line says before yargs reads it. */
export interface ShortForm {
  /** The arguments, with `query` before an entity that stands in the place of a command. */
  readonly argv: readonly string[];
  /** The word in the place of a command; undefined when there is none. */
  readonly word: string | undefined;
  /** That word is neither a command nor followed by what to do with an entity. */
  readonly isStray: boolean;
}

/**
 * Makes `caspy user get …` the same as `caspy query user get …`.
 *
 * @param commands the names of the commands, which win over entities of the same name.
 * @param valueFlags flags that take the next argument as their value, with their dashes.
 */
export function expandShortForm(
  argv: readonly string[],
  commands: ReadonlySet<string>,
  valueFlags: ReadonlySet<string>,
): ShortForm {
  const at = firstWord(argv, valueFlags);
  const word = at === undefined ? undefined : argv[at];
  if (at === undefined || word === undefined || commands.has(word)) return { argv, word, isStray: false };
  const isStray = firstWord(argv.slice(at + 1), valueFlags) === undefined;
  return { argv: [...argv.slice(0, at), 'query', ...argv.slice(at)], word, isStray };
}

function firstWord(argv: readonly string[], valueFlags: ReadonlySet<string>): number | undefined {
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '--') return undefined;
    if (!argument.startsWith('-')) return at;
    if (valueFlags.has(argument)) at += 1;
  }
  return undefined;
}
