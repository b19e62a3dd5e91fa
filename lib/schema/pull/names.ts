import { singular } from './singular';
import { NAME_CHARACTERS } from './text-width';

const OTHERS = new RegExp(`[^${NAME_CHARACTERS}]+`);

/** Names that are taken where a class is declared: what the file imports, and what compilers refer to. */
const TAKEN = [
  ...['ClusteringKey', 'Column', 'Counter', 'CounterColumn', 'Index', 'MaterializedView', 'PartitionKey'],
  ...['StaticColumn', 'Table', 'UserType', 'primaryKey', 'frozen', 'list', 'map', 'set', 'tuple', 'types', 'vector'],
  ...['await', 'yield', 'let', 'enum', 'any', 'bigint', 'boolean', 'never', 'null', 'number', 'object', 'string'],
  ...['symbol', 'undefined', 'unknown', 'void', 'exports', 'module', 'require'],
];

function isTaken(name: string): boolean {
  return TAKEN.includes(name) || name in globalThis;
}

/** The parts of a name: `user_events`, `userEvents` and `user-events` have the same two. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(OTHERS)
    .filter((word) => word !== '');
}

function capitalize(word: string): string {
  const upper = word.charAt(0).toUpperCase();
  // A few letters have no capital of their own.
  return upper.length === 1 ? upper + word.slice(1) : word;
}

/** What may stand as an identifier although the words begin with a digit. */
function identifier(text: string, lead: string): string {
  return /^[\p{ID_Start}_$]/u.test(text) ? text : `${lead}${text}`;
}

function unique(name: string, used: Set<string>): string {
  let candidate = name;
  // File systems that ignore case must tell the names apart too.
  for (let count = 2; used.has(candidate.toLowerCase()); count += 1) candidate = `${name}${count}`;
  used.add(candidate.toLowerCase());
  return candidate;
}

/** The name of the class of a table, in the singular: `user_events` is `UserEvent`. `used` learns it. */
export function entityName(table: string, used: Set<string>): string {
  const words = wordsOf(table);
  // Of `users_by_email` it is the users that there are many of.
  const by = words.indexOf('by');
  const counted = (by > 0 ? by : words.length) - 1;
  const name = words.map((word, at) => capitalize(at === counted ? singular(word) : word)).join('') || 'Entity';
  const legal = identifier(name, 'Table');
  return unique(isTaken(legal) ? `${legal}Entity` : legal, used);
}

/** The name of the class of a user-defined type. `used` learns it. */
export function userTypeName(type: string, used: Set<string>): string {
  const name = identifier(wordsOf(type).map(capitalize).join('') || 'UserDefined', 'Type');
  return unique(isTaken(name) ? `${name}Type` : name, used);
}

/** The name of a column's property: `created_at` is `createdAt`. `used` learns it. */
export function propertyName(column: string, used: Set<string>): string {
  const [first = 'column', ...rest] = wordsOf(column);
  const head = /^\p{Lu}+$/u.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1);
  const name = identifier([head, ...rest.map(capitalize)].join(''), '_');
  // A class has no field called constructor, and one called toString would break whatever prints the entity.
  const legal = name in {} ? `${name}_` : name;
  let candidate = legal;
  for (let count = 2; used.has(candidate); count += 1) candidate = `${legal}${count}`;
  used.add(candidate);
  return candidate;
}

/** The name of a class's file without its ending; nothing but letters, digits and dashes. */
export function fileName(className: string, used: Set<string>): string {
  const words = wordsOf(className).map((word) => word.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  return unique(words.filter((word) => word !== '').join('-') || 'class', used);
}
