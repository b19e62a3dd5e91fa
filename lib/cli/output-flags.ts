import type { OutputFlags } from './output/io';

/** Read before yargs runs, because its own errors are written in the same way. */
export function readOutputFlags(argv: readonly string[]): OutputFlags {
  const end = argv.indexOf('--');
  const flags = new Set(end === -1 ? argv : argv.slice(0, end));
  const isQuiet = [...flags].some((flag) => flag === '--quiet' || (/^-[A-Za-z]+$/.test(flag) && flag.includes('q')));
  return {
    json: flags.has('--json'),
    quiet: isQuiet,
    verbose: flags.has('--verbose'),
    noColor: flags.has('--no-color'),
  };
}
