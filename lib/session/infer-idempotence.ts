import type { StatementKind } from '../query/statement';
import { type CqlToken, tokenizeCql } from './cql-tokens';

/** What the text of a statement says about it. */
export interface CqlTraits {
  /** `use` changes the keyspace of a connection; `other` is neither data nor schema (LIST, DESCRIBE, an unknown word). */
  readonly kind: Exclude<StatementKind, 'raw' | 'counter'> | 'use' | 'other';
  /** Certainly harmless to send twice. In doubt it is false: a counter and a set look alike in `c = c + ?`. */
  readonly idempotent: boolean;
  /** Whether Cassandra can prepare it. */
  readonly preparable: boolean;
}

const KINDS = new Map<string, CqlTraits['kind']>([
  ['select', 'read'],
  ['insert', 'write'],
  ['update', 'write'],
  ['delete', 'write'],
  ['begin', 'write'],
  ['truncate', 'write'],
  ['create', 'schema'],
  ['alter', 'schema'],
  ['drop', 'schema'],
  ['grant', 'schema'],
  ['revoke', 'schema'],
  ['comment', 'schema'],
  ['use', 'use'],
]);

/** Functions that answer the same for the same arguments; a user-defined one may not. */
const PURE_FUNCTION =
  /^(token|cast|mintimeuuid|maxtimeuuid|min_timeuuid|max_timeuuid|dateof|unixtimestampof|fromjson|from_json|tojson|to_json|(to|to_)(date|timestamp|unixtimestamp|unix_timestamp)|\w+asblob|blobas\w+|\w+_as_blob|blob_as_\w+|similarity_\w+)$/;

/** Words after which a parenthesis opens a list or a group, not the arguments of a function. */
const BEFORE_PARENTHESIS = new Set(['values', 'in', 'and', 'where', 'set', 'contains', 'using', 'is', 'not', 'from']);

const MUTATIONS = new Set(['insert', 'update', 'delete']);

/** Reads the kind of a statement, and whether it may be sent twice, off its text. Pure; nothing is validated. */
export function inferTraits(cql: string): CqlTraits {
  const tokens = tokenizeCql(cql);
  const verb = tokens[0]?.text ?? '';
  const kind = KINDS.get(verb) ?? 'other';
  const conditional = kind === 'write' && tokens.some((token, index) => isCondition(token, tokens[index - 1]));
  return {
    kind: conditional ? 'conditional' : kind,
    idempotent: kind === 'read' || (kind === 'write' && !conditional && isRepeatable(verb, tokens)),
    preparable: kind === 'read' || kind === 'write',
  };
}

/** `IF` is reserved, so as a bare word it can be nothing else than a condition. */
function isCondition(token: CqlToken, previous: CqlToken | undefined): boolean {
  return token.kind === 'word' && token.text === 'if' && previous !== undefined;
}

function isRepeatable(verb: string, tokens: readonly CqlToken[]): boolean {
  if (verb === 'truncate') return false;
  if (verb === 'begin' && tokens.some((token) => token.kind === 'word' && token.text === 'counter')) return false;
  return mutations(tokens).every(
    (mutation) => !hasImpureCall(mutation) && !hasArithmetic(mutation) && !touchesListElement(mutation),
  );
}

/** The statements of a batch, or the statement itself. */
function mutations(tokens: readonly CqlToken[]): CqlToken[][] {
  const parts: CqlToken[][] = [];
  for (const token of tokens) {
    if (token.kind === 'word' && MUTATIONS.has(token.text)) parts.push([]);
    parts.at(-1)?.push(token);
  }
  return parts;
}

function hasImpureCall(tokens: readonly CqlToken[]): boolean {
  return tokens.some((token, index) => {
    if (!isSymbol(tokens[index + 1], '(') || (token.kind !== 'word' && token.kind !== 'quoted')) return false;
    const beforeIsInto = tokens[index - 1]?.text === 'into' || isTableOfInsert(tokens, index);
    if (beforeIsInto || BEFORE_PARENTHESIS.has(token.text)) return false;
    return token.kind === 'quoted' || !PURE_FUNCTION.test(token.text);
  });
}

/** `INSERT INTO "ks"."table" (…)`: quoted parts come as tokens of their own, with a dot between them. */
function isTableOfInsert(tokens: readonly CqlToken[], index: number): boolean {
  return tokens[0]?.text === 'insert' && tokens.findIndex((token) => isSymbol(token, '(')) === index + 1;
}

/** `c = c + ?`, `c = ? + c`, `c += ?`: an increment, or an append to a list, or an addition to a set. */
function hasArithmetic(tokens: readonly CqlToken[]): boolean {
  return tokens.some((token, index) => {
    if (token.kind !== 'symbol' || (token.text !== '+' && token.text !== '-')) return false;
    return !isSign(tokens[index - 1], tokens[index + 1]);
  });
}

/** The minus of a negative number: after `=`, `(` or `,`, never after something that is a value itself. */
function isSign(previous: CqlToken | undefined, next: CqlToken | undefined): boolean {
  const isBeforeNumber = next?.kind === 'word' && /^\d/.test(next.text);
  return isBeforeNumber && previous?.kind === 'symbol' && ![')', ']', '}'].includes(previous.text);
}

/** `l[?]` means another element after somebody else's insert; `m['key']` can only be a map's entry. */
function touchesListElement(tokens: readonly CqlToken[]): boolean {
  const end = tokens.findIndex((token) => token.kind === 'word' && token.text === 'where');
  return tokens.slice(0, end < 0 ? undefined : end).some((token, index) => {
    const previous = tokens[index - 1];
    const opensElement = isSymbol(token, '[') && (previous?.kind === 'word' || previous?.kind === 'quoted');
    return opensElement && tokens[index + 1]?.kind !== 'string';
  });
}

function isSymbol(token: CqlToken | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}
