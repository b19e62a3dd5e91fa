import { ConfigurationError } from '../../errors';

/** One restriction of a statement; each of its markers takes one parameter. */
export interface Term {
  readonly kind: 'column' | 'tuple' | 'token' | 'entry';
  readonly columns: readonly string[];
  readonly comparison: string;
  readonly markers: number;
}

/** One term of a `SET`. */
export interface SetTerm {
  readonly column: string;
  readonly kind: 'value' | 'plus' | 'minus' | 'prepend' | 'entry';
}

/** A column or an expression of a `SELECT`. */
export interface SelectTerm {
  readonly column: string;
  readonly of: 'value' | 'count' | 'ttl' | 'writetime';
  readonly alias: string;
}

interface Base {
  readonly table: string;
  readonly keyspace: string;
}

export interface ParsedSelect extends Base {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly terms: readonly SelectTerm[];
  readonly where: readonly Term[];
  readonly order: readonly (readonly [column: string, direction: string])[];
  readonly limitedPerPartition: boolean;
  readonly limited: boolean;
}

export interface ParsedInsert extends Base {
  readonly kind: 'insert';
  readonly columns: readonly string[];
  readonly ifNotExists: boolean;
  readonly ttl: boolean;
}

interface Guarded {
  readonly where: readonly Term[];
  /** `exists`, conditions, or nothing. */
  readonly guard: 'exists' | readonly Term[] | undefined;
}

export interface ParsedUpdate extends Base, Guarded {
  readonly kind: 'update';
  readonly ttl: boolean;
  readonly assignments: readonly SetTerm[];
}

export interface ParsedDelete extends Base, Guarded {
  readonly kind: 'delete';
  readonly parts: readonly { readonly column: string; readonly isElement: boolean }[];
}

export interface ParsedTruncate extends Base {
  readonly kind: 'truncate';
}

export type Parsed = ParsedSelect | ParsedInsert | ParsedUpdate | ParsedDelete | ParsedTruncate;

const TOKEN = /"(?:[^"]|"")*"|\w+|<=|>=|!=|[()=<>,.?*+\-[\]]/g;

/**
 * Reads the CQL that caspy itself writes, which is a small part of the language.
 *
 * @throws ConfigurationError for everything else: the fake knows nothing of it.
 */
export function parseStatement(cql: string): Parsed {
  return new Parser(cql).statement();
}

class Parser {
  readonly #cql: string;
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(cql: string) {
    this.#cql = cql;
    this.#tokens = cql.match(TOKEN) ?? [];
  }

  statement(): Parsed {
    const parsed = this.#statement();
    if (this.#at < this.#tokens.length) throw this.#unknown();
    return parsed;
  }

  #statement(): Parsed {
    if (this.#take('SELECT')) return this.#select();
    if (this.#take('INSERT', 'INTO')) return this.#insert();
    if (this.#take('UPDATE')) return this.#update();
    if (this.#take('DELETE')) return this.#delete();
    if (this.#take('TRUNCATE', 'TABLE')) return { kind: 'truncate', ...this.#table() };
    throw this.#unknown();
  }

  #select(): ParsedSelect {
    const distinct = this.#take('DISTINCT');
    const terms = this.#list(() => this.#selectTerm());
    this.#expect('FROM');
    const table = this.#table();
    const where = this.#where();
    const order = this.#take('ORDER', 'BY') ? this.#list(() => [this.#name(), this.#next()] as const) : [];
    const limitedPerPartition = this.#take('PER', 'PARTITION', 'LIMIT', '?');
    const limited = this.#take('LIMIT', '?');
    this.#take('ALLOW', 'FILTERING');
    return { kind: 'select', ...table, distinct, terms, where, order, limitedPerPartition, limited };
  }

  #selectTerm(): SelectTerm {
    if (this.#take('count', '(', '*', ')')) return { column: '', of: 'count', alias: this.#alias('count') };
    for (const time of ['ttl', 'writetime'] as const) {
      if (!this.#take(time, '(')) continue;
      const column = this.#name();
      this.#expect(')');
      return { column, of: time, alias: this.#alias(`${time}(${column})`) };
    }
    const column = this.#name();
    return { column, of: 'value', alias: this.#alias(column) };
  }

  #alias(otherwise: string): string {
    return this.#take('AS') ? this.#name() : otherwise;
  }

  #insert(): ParsedInsert {
    const table = this.#table();
    this.#expect('(');
    const columns = this.#list(() => this.#name());
    this.#expect(')', 'VALUES', '(');
    this.#list(() => this.#expect('?'));
    this.#expect(')');
    const ifNotExists = this.#take('IF', 'NOT', 'EXISTS');
    return { kind: 'insert', ...table, columns, ifNotExists, ttl: this.#take('USING', 'TTL', '?') };
  }

  #update(): ParsedUpdate {
    const table = this.#table();
    const ttl = this.#take('USING', 'TTL', '?');
    this.#expect('SET');
    const assignments = this.#list(() => this.#assignment());
    return { kind: 'update', ...table, ttl, assignments, ...this.#guarded() };
  }

  #assignment(): SetTerm {
    const column = this.#name();
    if (this.#take('[', '?', ']', '=', '?')) return { column, kind: 'entry' };
    this.#expect('=');
    if (this.#take('?')) {
      if (!this.#take('+')) return { column, kind: 'value' };
      this.#name();
      return { column, kind: 'prepend' };
    }
    this.#name();
    const kind = this.#take('+') ? 'plus' : 'minus';
    if (kind === 'minus') this.#expect('-');
    this.#expect('?');
    return { column, kind };
  }

  #delete(): ParsedDelete {
    const parts = this.#take('FROM')
      ? []
      : this.#list(() => ({ column: this.#name(), isElement: this.#take('[', '?', ']') }));
    if (parts.length > 0) this.#expect('FROM');
    return { kind: 'delete', ...this.#table(), parts, ...this.#guarded() };
  }

  #guarded(): Guarded {
    const where = this.#where();
    if (this.#take('IF', 'EXISTS')) return { where, guard: 'exists' };
    return { where, guard: this.#take('IF') ? this.#terms() : undefined };
  }

  #where(): readonly Term[] {
    return this.#take('WHERE') ? this.#terms() : [];
  }

  #terms(): Term[] {
    const terms = [this.#term()];
    while (this.#take('AND')) terms.push(this.#term());
    return terms;
  }

  #term(): Term {
    const isToken = this.#take('token', '(');
    if (isToken || this.#take('(')) {
      const columns = this.#list(() => this.#name());
      this.#expect(')');
      const comparison = this.#next();
      if (this.#take('?')) return { kind: 'tuple', columns, comparison, markers: 1 };
      if (isToken) this.#expect('token');
      this.#expect('(');
      this.#list(() => this.#expect('?'));
      this.#expect(')');
      return { kind: isToken ? 'token' : 'tuple', columns, comparison, markers: columns.length };
    }
    const columns = [this.#name()];
    if (this.#take('[', '?', ']', '=', '?')) return { kind: 'entry', columns, comparison: '=', markers: 2 };
    const comparison = this.#take('CONTAINS') ? (this.#take('KEY') ? 'CONTAINS KEY' : 'CONTAINS') : this.#next();
    this.#expect('?');
    return { kind: 'column', columns, comparison, markers: 1 };
  }

  #table(): Base {
    const keyspace = this.#name();
    this.#expect('.');
    return { keyspace, table: this.#name() };
  }

  #list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.#take(',')) items.push(item());
    return items;
  }

  #name(): string {
    const token = this.#next();
    if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"');
    if (/^\w+$/.test(token)) return token;
    throw this.#unknown();
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token === undefined) throw this.#unknown();
    return token;
  }

  /** Takes these words if all of them come next. */
  #take(...words: readonly string[]): boolean {
    if (!words.every((word, offset) => this.#tokens[this.#at + offset] === word)) return false;
    this.#at += words.length;
    return true;
  }

  #expect(...words: readonly string[]): void {
    if (!this.#take(...words)) throw this.#unknown();
  }

  #unknown(): ConfigurationError {
    return new ConfigurationError(
      `The fake repository cannot run this statement; test it against a real Cassandra, which ` +
        `LocalCassandra.start() gives: ${this.#cql}`,
      { details: { cql: this.#cql } },
    );
  }
}
