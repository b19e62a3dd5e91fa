const STRING = /'((?:[^']|'')*)'/y;
const NUMBER = /^-?\d+(\.\d+)?(E-?\d+)?$/i;

/**
 * The value of a table option out of its CQL text: a number, a text, a map of texts; a word such as `true` as it
 * stands. Undefined for what is none of these.
 */
export function parseOption(cql: string): number | string | Readonly<Record<string, string>> | undefined {
  if (NUMBER.test(cql)) return Number(cql);
  if (/^\w+$/.test(cql)) return cql;
  if (cql.startsWith('{')) return parseMap(cql);
  const text = readString(cql, 0);
  return text?.end === cql.length ? text.value : undefined;
}

function readString(cql: string, at: number): { readonly value: string; readonly end: number } | undefined {
  STRING.lastIndex = at;
  const match = STRING.exec(cql);
  return match === null ? undefined : { value: (match[1] ?? '').replaceAll("''", "'"), end: STRING.lastIndex };
}

function parseMap(cql: string): Readonly<Record<string, string>> | undefined {
  if (cql === '{}') return {};
  const found = new Map<string, string>();
  let at = 1;
  for (;;) {
    const key = readString(cql, at);
    if (key === undefined || !cql.startsWith(': ', key.end)) return undefined;
    const value = readString(cql, key.end + 2);
    if (value === undefined) return undefined;
    found.set(key.value, value.value);
    if (cql.slice(value.end) === '}') return Object.fromEntries(found);
    if (!cql.startsWith(', ', value.end)) return undefined;
    at = value.end + 2;
  }
}
