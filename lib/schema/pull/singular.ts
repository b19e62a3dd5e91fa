/** Plurals that follow no rule, and words that only look like plurals. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['people', 'person'],
  ['children', 'child'],
  ['men', 'man'],
  ['women', 'woman'],
  ['mice', 'mouse'],
  ['feet', 'foot'],
  ['teeth', 'tooth'],
  ['indices', 'index'],
  ['matrices', 'matrix'],
  ['vertices', 'vertex'],
  ['analyses', 'analysis'],
  ['criteria', 'criterion'],
  ['media', 'medium'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ...['series', 'species', 'news', 'data', 'metadata', 'always', 'previous', 'alias', 'atlas', 'gas', 'lens'].map(
    (word) => [word, word] as const,
  ),
]);

/** The singular of an English word in lower case; a word that is none is returned as it is. */
export function singular(word: string): string {
  const known = IRREGULAR.get(word);
  if (known !== undefined) return known;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|zz|[btr]us|ias)es$/.test(word)) return word.slice(0, -2);
  if (/(ss|us|is)$/.test(word) || word.length < 3) return word;
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
