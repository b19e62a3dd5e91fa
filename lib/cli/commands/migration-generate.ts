import { defineCommand } from '../command';
import { FILE_OPTIONS } from '../migrations/file-options';

/** `caspy migration generate <name>`: what the server lacks of the entities, as a migration. */
export const migrationGenerate = defineCommand<{ readonly name?: string }>()({
  command: 'generate <name>',
  describe: 'Write a migration that makes the keyspace what the entities want',
  options: {
    ...FILE_OPTIONS,
    'allow-destructive': {
      type: 'boolean',
      describe: 'Statements that drop something as such; as comments otherwise',
    },
    'dry-run': { type: 'boolean', describe: 'Print it; write no file' },
    check: { type: 'boolean', describe: 'Write nothing; exit 4 when there is something to migrate' },
  },
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', describe: 'What it does: add-user-email' })
      .example('$0 migration generate add-user-email', 'migrations/20260131120000-add-user-email.cql')
      .example('$0 migration generate check --check', 'for a build: do the migrations fit the entities?'),
  run: async (args, context) => {
    const { runGenerate } = await import('../migrations/run-generate.js');
    return runGenerate(args, context);
  },
});
