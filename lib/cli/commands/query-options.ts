import type { InferredOptionTypes, Options } from 'yargs';
import type { GlobalArgs } from '../global-options';
import { FORMATS } from '../output/formats';

/** What can be done with an entity. */
export const ACTIONS = ['get', 'filter', 'count', 'exists', 'delete'] as const;

export type Action = (typeof ACTIONS)[number];

export const QUERY_OPTIONS = {
  filter: {
    type: 'string',
    alias: 'f',
    array: true,
    requiresArg: true,
    describe: 'field=value; also field>=5, field__in=a,b, field__contains=x. May be repeated',
  },
  limit: {
    type: 'number',
    alias: 'l',
    requiresArg: true,
    describe: 'At most so many rows (a table on a terminal: 20)',
  },
  select: { type: 'string', array: true, requiresArg: true, describe: 'Only these fields, separated by commas' },
  order: { type: 'string', array: true, requiresArg: true, describe: 'field or field:desc, within a partition' },
  page: { type: 'string', requiresArg: true, describe: 'The token that the page before has shown' },
  'allow-filtering': { type: 'boolean', describe: 'Let Cassandra read rows that it then throws away' },
  force: { type: 'boolean', alias: 'F', describe: 'Delete without asking' },
  format: { type: 'string', choices: FORMATS, requiresArg: true, describe: 'How rows are written (default: table)' },
  output: { type: 'string', requiresArg: true, describe: 'Write to a file instead of stdout' },
} as const satisfies Readonly<Record<string, Options>>;

export type QueryArgs = InferredOptionTypes<typeof QUERY_OPTIONS> &
  GlobalArgs & { readonly entity?: string; readonly action?: string };
