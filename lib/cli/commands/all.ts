import type { Command, CommandGroup } from '../command';
import { connect } from './connect';
import { describe } from './describe';
import { doctor } from './doctor';
import { info } from './info';
import { models } from './models';
import { query } from './query';

/** Every command, in the order of the help. A new command is a file beside this one and a name in this list. */
export const COMMANDS: readonly (Command<never> | CommandGroup)[] = [doctor, info, connect, models, describe, query];
