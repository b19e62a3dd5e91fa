const TOKEN = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[\s()]|[^\s()'"]+/g;

/** The parts of a condition that `AND` joins, outside quotes and parentheses. */
export function splitWhere(where: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const [token] of where.matchAll(TOKEN)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token.toUpperCase() === 'AND') {
      parts.push(part.trim());
      part = '';
    } else {
      part += token;
    }
  }
  return [...parts, part.trim()].filter((each) => each !== '');
}
