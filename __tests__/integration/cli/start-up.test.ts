import { spawnSync } from 'node:child_process';
import { CASPY } from './support/project';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(120_000);

const elapsed = (...args: string[]): number => {
  const startedAt = performance.now();
  spawnSync(process.execPath, args);
  return performance.now() - startedAt;
};

it('--help takes at most twice the time of an empty program plus 150 ms', () => {
  // Pairs, so that what else the machine does hits both; the best pair says what the command itself costs.
  const excess = Array.from({ length: 7 }, () => elapsed(CASPY, '--help') - 2 * elapsed('-e', '0'));
  expect(Math.min(...excess)).toBeLessThan(150);
});

it.each(['cassandra-driver', 'jiti', 'ora', '@inquirer', 'cli-table3', 'csv-stringify', 'reflect-metadata'])(
  '--help does not load %s',
  (name) => {
    const script = `const loaded = []; const { Module } = require('node:module');
      const load = Module._load; Module._load = (request, ...rest) => { loaded.push(request); return load(request, ...rest); };
      process.argv = [process.execPath, ${JSON.stringify(CASPY)}, '--help']; require(${JSON.stringify(CASPY)});
      process.on('exit', () => process.stderr.write(JSON.stringify(loaded)));`;
    const { stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    const loaded = JSON.parse(stderr) as string[];
    expect(loaded.some((request) => request.includes('lib/cli/main'))).toBe(true);
    expect(loaded.filter((request) => request === name || request.startsWith(`${name}/`))).toEqual([]);
  },
);
