import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGES } from './suite/folder';

/** Installs what only the benchmarks need, into their own folder. @throws Error when npm cannot. */
export function installBenchmarkPackages(): void {
  if (existsSync(join(PACKAGES, 'node_modules/.package-lock.json'))) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: PACKAGES,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci in benchmarks/packages failed; see above.');
}
