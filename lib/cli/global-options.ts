import type { InferredOptionTypes, Options } from 'yargs';

/** Flags of every command. The password is none of them: a process list shows flags. */
export const GLOBAL_OPTIONS = {
  config: { type: 'string', requiresArg: true, describe: 'Config file, or its folder [CASPY_CONFIG]' },
  'contact-points': {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Nodes, separated by commas [CASPY_CONTACT_POINTS]',
  },
  keyspace: { type: 'string', alias: 'k', requiresArg: true, describe: 'Keyspace [CASPY_KEYSPACE]' },
  'local-dc': { type: 'string', requiresArg: true, describe: 'Data centre that serves the requests [CASPY_LOCAL_DC]' },
  port: { type: 'number', requiresArg: true, describe: 'Port of the nodes [CASPY_PORT]' },
  username: {
    type: 'string',
    requiresArg: true,
    describe: 'User; the password comes from CASPY_PASSWORD or is asked for [CASPY_USERNAME]',
  },
  json: { type: 'boolean', describe: 'JSON on stdout, and errors as JSON on stderr' },
  quiet: { type: 'boolean', alias: 'q', describe: 'No notes and no spinner' },
  verbose: { type: 'boolean', describe: 'Errors with their stack' },
  'no-color': { type: 'boolean', describe: 'No colours [NO_COLOR]' },
} as const satisfies Readonly<Record<string, Options>>;

export type GlobalArgs = InferredOptionTypes<typeof GLOBAL_OPTIONS>;
