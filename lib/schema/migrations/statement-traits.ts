import { splitCql } from './split-cql';

/** What a runner must know of a statement before it sends it. */
export interface StatementTraits {
  /** It changes nothing. */
  readonly isRead: boolean;
  /** Sending it again after it was done leaves everything as it is. */
  readonly isRepeatable: boolean;
  /** It changes the schema. */
  readonly isSchema: boolean;
  /** It throws data or parts of the schema away. */
  readonly isDestructive: boolean;
}

/** What the session reads off the text of a statement. */
export type InferTraits = (cql: string) => { readonly kind: string; readonly idempotent: boolean };

const STRINGS = /'(?:[^']|'')*'|\$\$[\s\S]*?\$\$|"(?:[^"]|"")*"/g;
const DESTRUCTIVE = /^(?:drop|truncate)\b|^alter\s+(?:table|columnfamily)\b.*\sdrop\b/s;
/** DDL that says itself what to do when its effect is there already. */
const GUARDED = /^(?:create|drop|alter)\b.*\bif\s+(?:not\s+)?exists\b/s;
/** Rights and comments have no state that a second time could change. */
const SETTING = [
  /^(?:grant|revoke|comment|alter\s+(?:keyspace|role|user)|truncate)\b/,
  /^alter\s+(?:table|materialized\s+view)\s+\S+\s+with\b/,
];
const GUARDED_INSERT = /^insert\b.*\bif\s+not\s+exists\b/s;

/** The traits of one statement. Pure: the text alone decides. */
export function statementTraits(cql: string, infer: InferTraits): StatementTraits {
  const { kind, idempotent } = infer(cql);
  const text = normalize(cql);
  const isDdl = kind === 'schema';
  const isRepeatable =
    idempotent || SETTING.some((each) => each.test(text)) || (isDdl ? GUARDED : GUARDED_INSERT).test(text);
  return { isRead: kind === 'read', isSchema: isDdl, isRepeatable, isDestructive: DESTRUCTIVE.test(text) };
}

/** Lower case, without comments, and without what stands in quotes, which decides nothing. */
function normalize(cql: string): string {
  const bare = withoutComments(cql);
  return bare.replaceAll(STRINGS, 'x').toLowerCase().trim();
}

function withoutComments(cql: string): string {
  try {
    return splitCql(cql, 'statement')
      .map((statement) => statement.cql)
      .join(';');
  } catch {
    // The server says better what is wrong with it.
    return cql;
  }
}
