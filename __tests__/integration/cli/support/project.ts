import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../../..');

/** The built command; `npm run build` makes it. */
export const CASPY = join(ROOT, 'dist/bin/caspy.js');

const CONFIG = `import { type CaspyConfig, defineConfig } from 'caspy';

const { CASPY_TEST_CONTACT_POINTS = '', CASPY_TEST_PORT, CASPY_TEST_LOCAL_DC, CASPY_TEST_KEYSPACE } = process.env;

const config = {
  contactPoints: CASPY_TEST_CONTACT_POINTS.split(','),
  port: Number(CASPY_TEST_PORT),
  localDataCenter: CASPY_TEST_LOCAL_DC,
  keyspace: CASPY_TEST_KEYSPACE,
  entities: ['examples/**/*.entity.js'],
  // The command must not obey this one.
  synchronize: true,
} satisfies CaspyConfig;

export default defineConfig(async () => config);
`;

/** A user's project in a folder of its own, with caspy among its packages. */
export interface Project {
  readonly folder: string;
  readonly keyspace: string;
  /** Writes a file of the project. */
  write(path: string, content: string): void;
  /** Fills the keyspace as `project/seed.js` says; again, to undo what a test deleted. */
  seed(): void;
  remove(): void;
}

export function createProject(keyspace = `cli_${randomUUID().replaceAll('-', '')}`): Project {
  if (!existsSync(CASPY)) throw new Error('The command is not built: npm run build.');
  const folder = mkdtempSync(join(tmpdir(), 'caspy-cli-'));
  cpSync(join(__dirname, '../project'), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/caspy'), 'dir');
  writeFileSync(join(folder, 'caspy.config.ts'), CONFIG);
  return {
    folder,
    keyspace,
    write: (path, content) => writeFileSync(join(folder, path), content),
    seed: () => {
      const env = { ...process.env, CASPY_TEST_KEYSPACE: keyspace };
      const { status, stderr } = spawnSync('node', ['seed.js'], { cwd: folder, env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`The seed failed: ${stderr}`);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
