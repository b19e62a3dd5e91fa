import { spawnSync } from 'node:child_process';

// util-linux's `script` gives a pseudo-terminal without a native module; macOS's takes other flags.
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout.includes('util-linux');

if (!hasScript) process.stderr.write('The tests on a terminal are skipped: they need `script` of util-linux.\n');

/** `describe` where a pseudo-terminal can be had; elsewhere the tests are listed as skipped, and a line says why. */
export const onTerminal = hasScript ? describe : describe.skip;
