import type { Command, CommandGroup } from '../command';
import { connect } from './connect';
import { info } from './info';
import { models } from './models';
import { query } from './query';

/** Every command, in the order of the help. A new command is a file beside this one and a name in this list. */
export const COMMANDS: readonly (Command<never> | CommandGroup)[] = [info, connect, models, query];
