import type { Command, CommandGroup } from '../command';
import { complete } from './complete';
import { completion } from './completion';
import { connect } from './connect';
import { cql } from './cql';
import { describe } from './describe';
import { doctor } from './doctor';
import { down } from './down';
import { exportRows } from './export';
import { importRows } from './import';
import { info } from './info';
import { init } from './init';
import { migration } from './migration';
import { models } from './models';
import { query } from './query';
import { schema } from './schema';
import { shell } from './shell';
import { up } from './up';

/** Every command, in the order of the help. A new command is a file beside this one and a name in this list. */
export const COMMANDS: readonly (Command<never> | CommandGroup)[] = [
  init,
  doctor,
  info,
  connect,
  models,
  describe,
  query,
  migration,
  exportRows,
  importRows,
  cql,
  shell,
  up,
  down,
  schema,
  completion,
  complete,
];
