import type { CqlType, UserDefinedType } from './cql-type';
import { CqlTypeSyntaxError } from './cql-type-syntax-error';
import { nestedType } from './nested-type';
import type { TypePosition } from './nested-type';
import { suggestScalar } from './suggest-scalar';
import { tokenizeCqlType } from './tokenize-cql-type';
import type { Token } from './tokenize-cql-type';
import { genericOf, scalarOf } from './type-words';
import type { GenericName } from './type-words';

/** Deeper than any real type; keeps hostile text from exhausting the stack. */
const MAX_DEPTH = 32;

/** What SAI and Cassandra's own limit allow. */
const MAX_DIMENSION = 8192;

/** Recursive descent over the tokens of one text; each parser reads one text once. */
class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #next = 0;
  #depth = 0;
  #frozenDepth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenizeCqlType(text);
    this.#end = { kind: 'end', text: '', column: text.length + 1 };
  }

  whole(): CqlType {
    const type = this.#type();
    const token = this.#peek();
    if (token.kind === 'end') return type;
    if (token.text === '<') throw this.#fault('This type takes no parameters; expected the end', token);
    throw this.#fault('Expected the end', token);
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? this.#end;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #fault(problem: string, token: Token): CqlTypeSyntaxError {
    return new CqlTypeSyntaxError(problem, this.#text, token.column);
  }

  #isAt(punctuation: string): boolean {
    const token = this.#peek();
    return token.kind === 'punctuation' && token.text === punctuation;
  }

  #expect(punctuation: string): void {
    if (!this.#isAt(punctuation)) throw this.#fault(`Expected '${punctuation}'`, this.#peek());
    this.#next += 1;
  }

  #type(): CqlType {
    const token = this.#take();
    if (token.kind === 'quoted') return this.#userType(token);
    if (token.kind !== 'word') throw this.#fault('Expected a type', token);
    // A keyspace may be called `list` or `text`: the dot tells.
    if (this.#isAt('.')) return this.#userType(token);
    const word = token.text.toLowerCase();
    const scalar = scalarOf(word);
    if (scalar !== undefined) return Object.freeze({ kind: 'scalar', name: scalar });
    const generic = genericOf(word);
    if (generic !== undefined) return this.#nested(generic, token);
    if (this.#isAt('<')) throw this.#unknownGeneric(token);
    return this.#userType(token);
  }

  #unknownGeneric(token: Token): CqlTypeSyntaxError {
    const meant = suggestScalar(token.text);
    const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
    return this.#fault(`Expected list, set, map, tuple, vector or frozen before '<'${hint}`, token);
  }

  #userType(first: Token): UserDefinedType {
    if (!this.#isAt('.')) return Object.freeze({ kind: 'udt', name: this.#name(first), frozen: false });
    this.#next += 1;
    const second = this.#take();
    return Object.freeze({ kind: 'udt', keyspace: this.#name(first), name: this.#name(second), frozen: false });
  }

  #name(token: Token): string {
    if (token.kind === 'word') return token.text.toLowerCase();
    if (token.kind === 'quoted' && token.text !== '') return token.text;
    throw this.#fault('Expected the name of a type', token);
  }

  #nested(generic: GenericName, token: Token): CqlType {
    this.#enter(generic, 1);
    // `frozen` counts by itself: formatting adds one per level, and what was formatted must be readable.
    if (this.#depth > MAX_DEPTH || this.#frozenDepth > MAX_DEPTH + 1) {
      throw this.#fault(`Types nest at most ${MAX_DEPTH} deep; expected a flatter type`, token);
    }
    this.#expect('<');
    const type = this.#generic(generic);
    this.#expect('>');
    this.#enter(generic, -1);
    return Object.freeze(type);
  }

  #enter(generic: GenericName, step: 1 | -1): void {
    if (generic === 'frozen') this.#frozenDepth += step;
    else this.#depth += step;
  }

  #generic(generic: GenericName): CqlType {
    switch (generic) {
      case 'list':
        return { kind: 'list', element: this.#element('list element'), frozen: false };
      case 'set':
        return { kind: 'set', element: this.#element('set element'), frozen: false };
      case 'map':
        return this.#map();
      case 'tuple':
        return { kind: 'tuple', elements: this.#tupleElements() };
      case 'vector':
        return this.#vector();
      case 'frozen':
        return this.#frozen();
    }
  }

  #element(position: TypePosition): CqlType {
    const token = this.#peek();
    const nested = nestedType(this.#type(), position);
    if (typeof nested === 'string') throw this.#fault(nested, token);
    return nested;
  }

  #map(): CqlType {
    const key = this.#element('map key');
    this.#expect(',');
    return { kind: 'map', key, value: this.#element('map value'), frozen: false };
  }

  #tupleElements(): readonly CqlType[] {
    const elements = [this.#element('tuple element')];
    while (this.#isAt(',')) {
      this.#next += 1;
      elements.push(this.#element('tuple element'));
    }
    return Object.freeze(elements);
  }

  #vector(): CqlType {
    const element = this.#element('vector element');
    this.#expect(',');
    const token = this.#take();
    const dimension = token.kind === 'integer' ? Number(token.text) : 0;
    if (dimension >= 1 && dimension <= MAX_DIMENSION) return { kind: 'vector', element, dimension };
    throw this.#fault(`Expected a dimension from 1 to ${MAX_DIMENSION}`, token);
  }

  #frozen(): CqlType {
    const token = this.#peek();
    const type = this.#type();
    if (type.kind === 'scalar') {
      throw this.#fault(`Expected a collection, tuple or user-defined type inside frozen<>, not ${type.name}`, token);
    }
    return type.kind === 'tuple' || type.kind === 'vector' ? type : { ...type, frozen: true };
  }
}

/**
 * Reads the text of a CQL type: native types in any case (`varchar` is `text`), `list`, `set`, `map`, `tuple`,
 * `vector<type, n>` with n from 1 to 8192, `frozen<…>`, and user-defined types, whose unquoted names are lower-cased.
 * An unknown bare name is a user-defined type: whether it exists is for the schema to say.
 *
 * What stands inside a collection, tuple or vector comes back frozen. Cassandra refuses `list<set<int>>` ("Non-frozen
 * collections are not allowed inside collections") although it could mean only one thing; caspy adds the `frozen`.
 * `frozen` around a tuple or a vector is dropped, since they are never anything else. All parts are frozen objects.
 *
 * @throws CqlTypeSyntaxError for text that is no type, and for what Cassandra refuses at once: a counter inside another
 * type, a duration as a map key or set element, `frozen` around a native type.
 *
 * @example
 * ```ts
 * parseCqlType('map<text, list<int>>');
 * // { kind: 'map', key: text, value: { kind: 'list', element: int, frozen: true }, frozen: false }
 * ```
 */
export function parseCqlType(text: string): CqlType {
  return new Parser(text).whole();
}
