import { BoundedCache } from '../repository/bounded-cache';

/** What the text of a statement says, in the words of OpenTelemetry. */
export interface QueryFacts {
  /** `SELECT`, `BATCH`. */
  readonly operation: string | undefined;
  readonly keyspace: string | undefined;
  readonly table: string | undefined;
  /** The text with `?` in place of every constant. */
  readonly text: string;
}

const CACHED = 1000;

/** Comments, strings, quoted names, UUIDs, numbers (durations and blobs too), words, and what stands alone. */
const PART = new RegExp(
  [
    String.raw`--[^\r\n]*|//[^\r\n]*|/\*[\s\S]*?(?:\*/|$)`,
    String.raw`'(?:[^']|'')*'?|\$\$[\s\S]*?(?:\$\$|$)|"(?:[^"]|"")*"?`,
    String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[-+]?\d[\w.]*(?:(?<=e)[-+]\d+)?|[a-z_]\w*|\s+|[\s\S]`,
  ].join('|'),
  'gi',
);
const CONSTANT = /^(?:['$]|[-+]?\d|[0-9a-f]{8}-[0-9a-f]{4}-)/i;
const COMMENT = /^(?:--|\/\/|\/\*)/;

const NAME = String.raw`(?:"(?:[^"]|"")+"|\w+)`;
const TARGET = new RegExp(
  String.raw`\b(?:from|into|update|truncate(?:\s+table)?|(?:create|alter|drop)\s+(?:table|materialized\s+view)(?:\s+if\s+(?:not\s+)?exists)?)` +
    String.raw`\s+(?:(?<keyspace>${NAME})\s*\.\s*)?(?<table>${NAME})`,
  'i',
);

const cache = new BoundedCache<QueryFacts>(CACHED);

/** Reads a statement once; the texts of a program are few. */
export function queryFacts(cql: string): QueryFacts {
  return cache.getOrMake(cql, () => readFacts(cql));
}

function readFacts(cql: string): QueryFacts {
  const text = withoutConstants(cql);
  const operation = /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase();
  const { keyspace, table } = TARGET.exec(text)?.groups ?? {};
  return {
    operation: operation === 'BEGIN' ? 'BATCH' : operation,
    keyspace: unquoted(keyspace),
    table: unquoted(table),
    text,
  };
}

/** A statement of a user may have values in its text, and what is no name may be one. */
function withoutConstants(cql: string): string {
  const parts = cql.match(PART) ?? [];
  return parts
    .map((part) => (COMMENT.test(part) ? ' ' : CONSTANT.test(part) ? '?' : part))
    .join('')
    .trim();
}

function unquoted(name: string | undefined): string | undefined {
  return name?.startsWith('"') === true ? name.slice(1, -1).replaceAll('""', '"') : name;
}
