import type { CommandGroup } from '../command';
import { schemaDiff } from './schema-diff';
import { schemaDrop } from './schema-drop';
import { schemaPull } from './schema-pull';
import { schemaSnapshot } from './schema-snapshot';
import { schemaSync } from './schema-sync';

/** `caspy schema …`: the schema of the entities against that of the server. */
export const schema: CommandGroup = {
  command: 'schema',
  describe: 'Compare, apply, pull and drop the schema of the entities',
  commands: [schemaDiff, schemaSync, schemaPull, schemaSnapshot, schemaDrop],
};
