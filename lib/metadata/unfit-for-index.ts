import type { CqlType } from '../types/cql-type';
import type { IndexOptions, IndexUsing, OptionMap } from './options';
import type { ColumnMetadata } from './table-metadata';

type Target = IndexOptions['target'];

const SIMILARITY_FUNCTIONS: readonly unknown[] = ['COSINE', 'DOT_PRODUCT', 'EUCLIDEAN'];
const SASI_MODES: readonly unknown[] = ['PREFIX', 'CONTAINS', 'SPARSE'];
const TEXT_OPTIONS = ['case_sensitive', 'normalize', 'ascii'] as const;

/** What the rules look at. */
type IndexedColumn = Pick<ColumnMetadata, 'type' | 'cqlType' | 'kind'>;

/** Why Cassandra makes no such index on the column; undefined when it does. Each rule is the server's own. */
export function unfitForIndex(
  column: IndexedColumn,
  using: IndexUsing,
  target: Target,
  options: OptionMap,
): string | undefined {
  const { type } = column;
  if (using !== 'sai' && using !== 'legacy' && using !== 'sasi' && !using.includes('.')) {
    return `an index is using: 'sai', 'legacy', 'sasi' or the full name of a Java class, such as 'org.example.MyIndex'.`;
  }
  if (type.kind === 'scalar' && (type.name === 'counter' || type.name === 'duration')) {
    return `Cassandra has no index on a ${type.name}.`;
  }
  if (type.kind === 'udt' && !type.frozen) return 'Cassandra has no index on a user-defined type that is not frozen.';
  const wrongTarget = unfitTarget(column, target);
  if (wrongTarget !== undefined) return wrongTarget;
  if (using === 'legacy') return unfitForLegacy(column, options);
  if (using === 'sai') return unfitForSai(column, target, options);
  return using === 'sasi' ? unfitForSasi(column, options) : undefined;
}

function unfitTarget({ type, cqlType }: IndexedColumn, target: Target): string | undefined {
  if (target === undefined) return undefined;
  if (type.kind !== 'list' && type.kind !== 'set' && type.kind !== 'map') {
    return `an index has a 'target' on collections only, and this is ${cqlType}.`;
  }
  if ((target === 'keys' || target === 'entries') && type.kind !== 'map') {
    return `an index on '${target}' needs a map, and this is ${cqlType}.`;
  }
  if (type.frozen === (target === 'full')) return undefined;
  return type.frozen
    ? `an index on a frozen collection has target 'full', not '${target}'.`
    : `an index with target 'full' needs a frozen collection.`;
}

function unfitForLegacy({ type, cqlType }: IndexedColumn, options: OptionMap): string | undefined {
  if (type.kind === 'vector') return `a legacy index cannot be asked for a ${cqlType}; SAI serves annOf() on it.`;
  return Object.keys(options).length > 0 ? 'a legacy index takes no options.' : undefined;
}

function unfitForSai(column: IndexedColumn, target: Target, options: OptionMap): string | undefined {
  const indexed = indexedTypes(column.type, target);
  if (indexed.some((type) => type.kind === 'scalar' && type.name === 'blob')) {
    return `SAI has no index on a blob. A legacy index takes it: @Index({ using: 'legacy' }).`;
  }
  const textOption = TEXT_OPTIONS.find((name) => Object.hasOwn(options, name));
  if (textOption !== undefined) {
    if (column.kind === 'partition' || column.kind === 'clustering') {
      return `an SAI index on a key column takes no '${textOption}'.`;
    }
    if (indexed.length !== 1 || !indexed.every(isText)) {
      return `'${textOption}' is for an SAI index on text, and this is ${column.cqlType}.`;
    }
  }
  return unfitSimilarity(column, options);
}

function unfitSimilarity({ type, cqlType }: IndexedColumn, options: OptionMap): string | undefined {
  const similarity = options.similarity_function;
  if (type.kind !== 'vector') {
    return similarity === undefined ? undefined : `'similarity_function' is for vectors, and this is ${cqlType}.`;
  }
  if (type.element.kind !== 'scalar' || type.element.name !== 'float') {
    return `SAI has an index on vectors of float only, and this is ${cqlType}.`;
  }
  const name = similarityFunction(options);
  if (!SIMILARITY_FUNCTIONS.includes(name))
    return `'similarity_function' is one of ${SIMILARITY_FUNCTIONS.join(', ')}.`;
  if (name === 'COSINE' && type.dimension === 1) return 'COSINE needs a vector of two dimensions or more.';
  return undefined;
}

/** How a vector index measures nearness, in the spelling of Cassandra's own functions `similarity_…`. */
export function similarityFunction(options: OptionMap): string {
  return String(options.similarity_function ?? 'COSINE').toUpperCase();
}

function unfitForSasi({ kind, type, cqlType }: IndexedColumn, options: OptionMap): string | undefined {
  if (kind === 'partition') return 'SASI has no index on a partition key column.';
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'map' || type.kind === 'vector') {
    return `SASI has no index on collections and vectors, and this is ${cqlType}.`;
  }
  const mode = sasiMode(options);
  if (!SASI_MODES.includes(mode)) return `a SASI index has mode ${SASI_MODES.join(', ')}.`;
  if (mode === 'SPARSE' && isText(type)) return 'a SASI index in mode SPARSE is for numbers and dates, not for text.';
  return undefined;
}

/** The mode of a SASI index, PREFIX unless it is set. */
export function sasiMode(options: OptionMap): string {
  return String(options.mode ?? 'PREFIX').toUpperCase();
}

/** The types of what the index holds: elements, keys, or the value itself. */
function indexedTypes(type: CqlType, target: Target): readonly CqlType[] {
  if (target === 'full') return [type];
  if (type.kind === 'map') {
    if (target === 'entries') return [type.key, type.value];
    return [target === 'keys' ? type.key : type.value];
  }
  return [type.kind === 'list' || type.kind === 'set' ? type.element : type];
}

function isText(type: CqlType): boolean {
  return type.kind === 'scalar' && (type.name === 'text' || type.name === 'ascii');
}
