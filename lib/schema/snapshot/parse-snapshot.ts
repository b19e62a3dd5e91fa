import { ConfigurationError } from '../../errors';
import { CqlTypeSyntaxError } from '../../types/cql-type-syntax-error';
import { parseCqlType } from '../../types/parse-cql-type';
import type { KeyspaceModel, SchemaModel } from '../model';
import { flag, listOf, object, oneOf, refuse, type Shape, text, texts } from './shapes';
import { SNAPSHOT_VERSION } from './version';

const KIND = oneOf('partition', 'clustering', 'static', 'regular');
const ORDER = oneOf('ASC', 'DESC');

/** A CQL type, or the quoted name of a Java class: both become CQL again when a diff is made. */
const type: Shape<string> = (value, path) => {
  const written = text(value, path);
  if (/^'[\w.$(),:=> -]+'$/.test(written)) return written;
  try {
    parseCqlType(written);
    return written;
  } catch (error) {
    if (error instanceof CqlTypeSyntaxError) return refuse(path, 'a CQL type');
    throw error;
  }
};

const field = object({ name: text, type }, {});
const column = object({ name: text, type, kind: KIND }, { order: ORDER });
const index = object(
  { name: text, column: text, options: texts },
  { target: oneOf('keys', 'values', 'entries', 'full'), className: text },
);

const KEYSPACE: Shape<KeyspaceModel> = object(
  {
    name: text,
    types: listOf(object({ name: text, fields: listOf(field) }, {})),
    tables: listOf(
      object(
        {
          name: text,
          columns: listOf(column),
          indexes: listOf(index),
          options: texts,
          dropped: listOf(object({ name: text, type, kind: oneOf('static', 'regular') }, {})),
        },
        { foreign: oneOf(true) },
      ),
    ),
    views: listOf(
      object(
        { name: text, base: text, columns: listOf(column), where: text, options: texts },
        { foreign: oneOf(true) },
      ),
    ),
  },
  { replication: texts, durableWrites: flag },
);

/**
 * The schema in the text of a snapshot. A document of another shape is refused, with the path of what does not fit.
 *
 * @throws ConfigurationError, code `CASPY_SNAPSHOT`, for text that is no snapshot, or one of a version that this caspy
 *   does not know.
 */
export function parseSnapshot(json: string): SchemaModel {
  const document = parseJson(json);
  const version: unknown = Reflect.get(document, 'caspySnapshot');
  if (version === undefined) refuse('caspySnapshot', 'the version of the snapshot');
  if (version !== SNAPSHOT_VERSION) {
    const message = `The snapshot has version ${JSON.stringify(version)}, and this caspy reads version ${SNAPSHOT_VERSION}.`;
    throw new ConfigurationError(`${message} Write it again with this caspy, or update caspy.`, {
      code: 'CASPY_SNAPSHOT',
    });
  }
  const { caspySnapshot: _, ...rest } = document;
  const { keyspaces } = object({ keyspaces: listOf(KEYSPACE) }, {})(rest, 'snapshot');
  return { keyspaces };
}

function parseJson(json: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    throw new ConfigurationError('The snapshot is no JSON. Write it again: caspy schema snapshot --output FILE.', {
      code: 'CASPY_SNAPSHOT',
      cause: error,
    });
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) refuse('the document', 'an object');
  return { ...document };
}
