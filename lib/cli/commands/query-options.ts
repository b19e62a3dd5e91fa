import type { InferredOptionTypes, Options } from 'yargs';
import type { GlobalArgs } from '../global-options';
import { FORMATS } from '../output/formats';

/** What can be done with an entity. */
export const ACTIONS = ['get', 'filter', 'count', 'exists', 'insert', 'update', 'delete'] as const;

export type Action = (typeof ACTIONS)[number];

export const QUERY_OPTIONS = {
  filter: {
    type: 'string',
    alias: 'f',
    array: true,
    requiresArg: true,
    describe: 'field=value; also field>=5, field__in=a,b, field__contains=x. May be repeated',
  },
  set: {
    type: 'string',
    alias: 's',
    array: true,
    requiresArg: true,
    describe: 'insert, update: field=value; JSON for collections; field+=value adds. May be repeated',
  },
  limit: {
    type: 'number',
    alias: 'l',
    requiresArg: true,
    describe: 'At most so many rows (a table on a terminal: 20)',
  },
  all: { type: 'boolean', describe: 'Every row, also on a terminal' },
  select: { type: 'string', array: true, requiresArg: true, describe: 'Only these fields, separated by commas' },
  order: { type: 'string', array: true, requiresArg: true, describe: 'field or field:desc, within a partition' },
  page: { type: 'string', requiresArg: true, describe: 'The token that the page before has shown' },
  'allow-filtering': { type: 'boolean', describe: 'Let Cassandra read rows that it then throws away' },
  consistency: { type: 'string', requiresArg: true, describe: 'Consistency level, such as LOCAL_QUORUM' },
  ttl: { type: 'number', requiresArg: true, describe: 'insert, update: seconds until the values disappear' },
  'if-not-exists': { type: 'boolean', describe: 'insert: only when there is no such row' },
  'if-exists': { type: 'boolean', describe: 'update: only when there is such a row' },
  force: { type: 'boolean', alias: 'F', describe: 'Delete without asking' },
  explain: { type: 'boolean', describe: 'Show plan and CQL; send nothing' },
  trace: { type: 'boolean', describe: "Show the server's time line of the request, on stderr" },
  watch: { type: 'number', alias: 'w', requiresArg: true, describe: 'Repeat every so many seconds' },
  format: { type: 'string', choices: FORMATS, requiresArg: true, describe: 'How rows are written (default: table)' },
  output: { type: 'string', alias: 'o', requiresArg: true, describe: 'Write to a file instead of stdout' },
} as const satisfies Readonly<Record<string, Options>>;

export type QueryArgs = InferredOptionTypes<typeof QUERY_OPTIONS> &
  GlobalArgs & { readonly entity?: string; readonly action?: string };
