import type { Argv } from 'yargs';
import { defineCommand } from '../command';
import { QUERY_OPTIONS } from './query-options';

/** `caspy query <entity> …`, and its short form `caspy <entity> …`. */
export const query = defineCommand<{ readonly entity?: string; readonly action?: string }>()({
  command: 'query <entity> [action]',
  describe: 'Read and write rows of an entity; `caspy <entity> …` is the same',
  options: QUERY_OPTIONS,
  builder: (yargs: Argv) =>
    yargs
      .positional('entity', { type: 'string', describe: 'Class or table, singular or plural' })
      .positional('action', { type: 'string', describe: 'get, filter, count, exists, insert, update or delete' })
      .example('$0 user get -f username=joao_silva', 'one row, by key or index')
      .example('$0 posts filter -f author_id=5b2f… --limit 10', 'rows as a table')
      .example('$0 users filter -f is_active=true --format csv', 'rows for other programs')
      .example('$0 user insert -s username=ana -s age=30', 'one row; --if-not-exists spares an old one')
      .example('$0 user update -f id=5b2f… -s \'tags+=["a"]\'', 'by key; += and -= for collections, counters')
      .example('$0 user filter -f age__gte=18 --explain', 'plan and CQL; sends nothing')
      .example('$0 user delete -f username=old', 'shows what goes, then asks'),
  run: async (args, context) => {
    const { runQuery } = await import('../queries/run-query.js');
    return runQuery(args, context);
  },
});
