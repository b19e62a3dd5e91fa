import type { CommandGroup } from '../command';
import { migrationCreate } from './migration-create';
import { migrationGenerate } from './migration-generate';
import { migrationRevert } from './migration-revert';
import { migrationRun } from './migration-run';
import { migrationStatus } from './migration-status';

/** `caspy migration …`. */
export const migration: CommandGroup = {
  command: 'migration',
  describe: 'Create, generate, run, revert and list migrations',
  commands: [migrationCreate, migrationGenerate, migrationRun, migrationRevert, migrationStatus],
};
