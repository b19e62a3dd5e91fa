const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\w.$-]+|[^\s\w]/g;

/**
 * Whether the conditions of two views are the same, whatever the blanks, the case of words and the order of the parts.
 *
 * Cassandra prints a quote inside a text without doubling it, so a text that has one cannot be read back: such conditions
 * are compared without any quotes.
 */
export function isSameCondition(one: string, other: string): boolean {
  if (partsOf(one) === partsOf(other)) return true;
  const isQuoted = one.includes("''") || other.includes("''");
  return isQuoted && withoutQuotes(one) === withoutQuotes(other);
}

function partsOf(condition: string): string {
  const parts: string[][] = [[]];
  for (const [token] of condition.matchAll(TOKEN)) {
    const word = wordOf(token);
    // Conditions of views are joined by nothing else, and hold no other AND.
    if (word === 'and') parts.push([]);
    else parts.at(-1)?.push(word);
  }
  const isNotNull = (part: readonly string[]): boolean => part.slice(1).join(' ') === 'is not null';
  // A column that is compared with something is not null, whether that is said or not.
  const compared = new Set(parts.filter((part) => !isNotNull(part)).map(([column]) => column));
  const needed = parts.filter((part) => !isNotNull(part) || !compared.has(part[0]));
  return JSON.stringify(needed.map((part) => part.join(' ')).toSorted());
}

function wordOf(token: string): string {
  if (token.startsWith("'")) return token;
  // A quoted name that needs no quotes is the name without.
  if (token.startsWith('"')) return /^"[a-z][a-z0-9_]*"$/.test(token) ? token.slice(1, -1) : token;
  return token.toLowerCase();
}

function withoutQuotes(condition: string): string {
  return condition.replaceAll(/['\s]/g, '').toLowerCase();
}
