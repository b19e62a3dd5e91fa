import type { InferredOptionTypes } from 'yargs';
import { CONSISTENCY_LEVELS } from '../../metadata/options';
import { defineCommand } from '../command';
import type { GlobalArgs } from '../global-options';
import { QUERY_OPTIONS } from './query-options';

const OPTIONS = {
  param: {
    type: 'string',
    alias: 'p',
    array: true,
    requiresArg: true,
    describe: 'A value for a marker: in the order of ?, or name=value for :name. May be repeated',
  },
  write: { type: 'boolean', describe: 'Let the statement write' },
  limit: {
    type: 'number',
    alias: 'l',
    requiresArg: true,
    describe: 'At most so many rows (a table on a terminal: 100)',
  },
  consistency: { type: 'string', choices: CONSISTENCY_LEVELS, requiresArg: true, describe: 'Consistency level' },
  format: QUERY_OPTIONS.format,
  output: QUERY_OPTIONS.output,
} as const;

export type CqlArgs = InferredOptionTypes<typeof OPTIONS> & GlobalArgs & { readonly statement?: string };

/** `caspy cql "<statement>"`: one statement with bound values. */
export const cql = defineCommand<{ readonly statement?: string }>()({
  command: 'cql <statement>',
  describe: 'Run a CQL statement with bound values; read-only without --write',
  options: OPTIONS,
  builder: (yargs) =>
    yargs
      .positional('statement', { type: 'string', describe: 'The statement, in quotes' })
      .example('$0 cql "SELECT * FROM users WHERE id = ?" -p 5b2f…', 'the value is read by the type of its marker')
      .example('$0 cql "SELECT * FROM users WHERE id = :id" -p id=5b2f…', 'by name')
      .example('$0 cql "UPDATE users SET age = ? WHERE id = ?" -p 31 -p 5b2f… --write', 'writes')
      .epilogue(
        'SELECT, LIST and DESCRIBE only read; everything else needs --write, which is the consent. USE is not sent: ' +
          'name the keyspace by --keyspace. A value null without quotes is null; collections are written as JSON.',
      ),
  run: async (args, context) => {
    const { runCql } = await import('../cql/run-cql.js');
    return runCql(args, context);
  },
});
