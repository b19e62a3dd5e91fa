import { ConfigurationError } from '../errors';
import { quoteIdentifier } from '../types/cql-identifier';
import { isOperator } from './operators';

/** Survives two copies of caspy in one process, and cannot come out of JSON. */
const BRAND = Symbol.for('caspy.cql');

/** CQL with its values apart, made by the tag `cql`: a whole statement, or a piece of one. */
export class CqlStatement {
  readonly cql: string;
  /** One value for each bind marker of the text. */
  readonly params: readonly unknown[];

  /** @internal Made by `cql` and `cql.id`. */
  constructor(cql: string, params: readonly unknown[]) {
    this.cql = cql;
    this.params = Object.freeze([...params]);
    Object.defineProperty(this, BRAND, { value: true });
    Object.freeze(this);
  }
}

/** True for what `cql` made, also in another copy of caspy. */
export function isCqlStatement(value: unknown): value is CqlStatement {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, BRAND);
}

function tag(strings: TemplateStringsArray, ...values: readonly unknown[]): CqlStatement {
  let text = '';
  const params: unknown[] = [];
  let state: string | undefined;
  strings.forEach((part, index) => {
    state = scan(part, state);
    text += part;
    if (index >= values.length) return;
    if (state !== undefined) {
      throw new ConfigurationError(
        `cql: a \${value} stands inside ${inside(state)}, where CQL binds none. Take the quotes away: the value is bound.`,
      );
    }
    const value = values[index];
    if (isCqlStatement(value)) {
      text += value.cql;
      params.push(...value.params);
    } else {
      text += '?';
      params.push(bindable(value));
    }
  });
  return new CqlStatement(text, params);
}

function bindable(value: unknown): unknown {
  if (value === undefined) {
    throw new ConfigurationError('cql: a ${value} is undefined. Check it first, or pass null where null is meant.');
  }
  if (typeof value === 'function' || typeof value === 'symbol' || isOperator(value)) {
    throw new ConfigurationError('cql: a ${value} is no value. Operators belong into a where, names into cql.id().');
  }
  return value;
}

/** What opens a stretch of text in which nothing is bound, and what closes it. */
const STRETCHES: readonly (readonly [open: string, close: string])[] = [
  ["'", "'"],
  ['"', '"'],
  ['$$', '$$'],
  ['--', '\n'],
  ['//', '\n'],
  ['/*', '*/'],
];

/** The stretch that is open at the end of a part, by what closes it; undefined in plain CQL. */
function scan(part: string, open: string | undefined): string | undefined {
  let close = open;
  for (let at = 0; at < part.length; at += 1) {
    if (close !== undefined) {
      if (!part.startsWith(close, at)) continue;
      at += close.length - 1;
      close = undefined;
      continue;
    }
    if (part[at] === '?') {
      throw new ConfigurationError('cql: the text holds a ?. Write the value in its place: ${value} is bound.');
    }
    const stretch = STRETCHES.find(([start]) => part.startsWith(start, at));
    if (stretch === undefined) continue;
    at += stretch[0].length - 1;
    close = stretch[1];
  }
  return close;
}

function inside(close: string): string {
  if (close === "'" || close === '$$') return 'a text in quotes';
  return close === '"' ? 'a quoted name' : 'a comment';
}

function id(...names: readonly string[]): CqlStatement {
  for (const name of names) {
    if (typeof name !== 'string' || name === '' || name.includes('\0')) {
      throw new ConfigurationError('cql.id: a name is a text that is not empty.');
    }
  }
  if (names.length === 0) throw new ConfigurationError('cql.id: give a name, or a keyspace and a name.');
  return new CqlStatement(names.map(quoteIdentifier).join('.'), []);
}

/**
 * CQL of your own: each `${value}` becomes a bind marker, whatever it is, so no value can become part of the text.
 * Names that are known at run time only go through `cql.id`, which quotes them; pieces made by `cql` may be nested.
 * There is no way to put a text in as it stands.
 *
 * Taken by `dataSource.execute` and `repository.query`; values are encoded by the types that the server asks for.
 *
 * @throws ConfigurationError for undefined, an operator, a value inside quotes or a comment, and a ? in the text
 * @example
 * ```ts
 * const since = cql`at > ${from}`;
 * const { rows } = await dataSource.execute(cql`SELECT * FROM ${cql.id('my_ks', 'Events')} WHERE id = ${id} AND ${since}`);
 * const events = await repository.query(cql`SELECT id, at FROM ks.events WHERE id IN ${ids}`);
 * ```
 */
export const cql = Object.assign(tag, {
  /** A name, quoted where it must be; with two names `keyspace.table`. */
  id,
});
