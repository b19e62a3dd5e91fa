import type { Options } from 'yargs';

/** Of commands that compare. */
export const IGNORE_OPTION = {
  ignore: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Tables, views and types of other programs, separated by commas',
  },
} as const satisfies Readonly<Record<string, Options>>;
