import type { SchemaName } from './schemas';

interface Part {
  readonly [name: string]: unknown;
}

/** One operation of the description. */
export interface Operation {
  readonly summary: string;
  readonly parameters?: readonly Part[];
  readonly requestBody?: Part;
  readonly responses: Readonly<Record<string, Part>>;
}

const reference = (name: SchemaName): Part => ({ $ref: `#/components/schemas/${name}` });

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'Something in the request does not fit',
  404: 'There is no such thing',
  409: 'Somebody else was first',
  413: 'The body is too large',
  429: 'Too many requests are waiting; see Retry-After',
  500: 'A fault of the server',
  503: 'Cassandra does not answer; see Retry-After',
};

/** These may come from everywhere. */
const ALWAYS = [429, 500, 503];

function problems(...statuses: readonly number[]): Record<string, Part> {
  const content = { 'application/problem+json': { schema: reference('Problem') } };
  return Object.fromEntries(
    [...statuses, ...ALWAYS].map((status) => [status, { description: PROBLEMS[status], content }]),
  );
}

/** What an operation takes and answers. */
export interface OperationOptions {
  readonly takes?: SchemaName;
  readonly answers?: SchemaName;
  /** The answer is a page of these. */
  readonly pageOf?: SchemaName;
  readonly status?: number;
  readonly problems?: readonly number[];
}

export function operation(summary: string, options: OperationOptions): Operation {
  const { takes, answers, pageOf, status = 200, problems: own = [] } = options;
  const schema = answers !== undefined ? reference(answers) : pageOf === undefined ? undefined : page(pageOf);
  const answer = {
    description: status === 204 ? 'Done' : 'The answer',
    ...(schema === undefined ? {} : { content: { 'application/json': { schema } } }),
    ...(pageOf === undefined ? {} : { headers: { Link: { schema: { type: 'string' } } } }),
  };
  return {
    summary,
    ...(pageOf === undefined ? {} : { parameters: PAGE_PARAMETERS }),
    ...(takes === undefined ? {} : { requestBody: body(takes) }),
    responses: { [status]: answer, ...problems(...own, ...(takes === undefined ? [] : [413])) },
  };
}

const PAGE_PARAMETERS = [
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
  { name: 'after', in: 'query', description: '`next` of the page before', schema: { type: 'string' } },
];

function body(name: SchemaName): Part {
  return { required: true, content: { 'application/json': { schema: reference(name) } } };
}

function page(name: SchemaName): Part {
  const next = { type: ['string', 'null'], description: 'Null on the last page' };
  return {
    type: 'object',
    required: ['items', 'next'],
    properties: { items: { type: 'array', items: reference(name) }, next },
  };
}
