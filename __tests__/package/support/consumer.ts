import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);
export const ROOT = resolve(__dirname, '../../..');

const bin = (path: string): string => join(ROOT, 'node_modules', path);

/** Runs a command; its output is in the error when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Record<string, string> },
): Promise<string> {
  // What Jest sets for this process is none of the consumer's.
  const { NODE_OPTIONS: _, NODE_ENV: __, JEST_WORKER_ID: ___, ...env } = process.env;
  try {
    return (await exec(command, args, { cwd: options.cwd, env: { ...env, ...options.env } })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** The tarball that `npm publish` would send, of the build that is there. */
export async function pack(folder: string): Promise<string> {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(await run('npm', args, { cwd: ROOT })) as [{ filename: string }];
  return join(folder, filename);
}

export interface CompilerOptions {
  readonly module: string;
  readonly moduleResolution: string;
}

/** A project of a user: it installs the tarball and packages of the registry, and compiles its own sources. */
export class Consumer {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async install(tarball: string, packages: readonly string[], more: object = {}): Promise<Consumer> {
    const folder = await mkdtemp(join(tmpdir(), 'caspy-consumer-'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, ...more }));
    const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--no-package-lock'];
    await run('npm', ['install', ...flags, tarball, ...packages], { cwd: folder });
    return new Consumer(folder);
  }

  /** Copies the sources, type-checks them and writes JavaScript; answers its folder. */
  async compile(sources: string, name: string, options: CompilerOptions, manifest?: object): Promise<string> {
    const folder = join(this.folder, name);
    await cp(sources, folder, { recursive: true });
    if (manifest !== undefined) await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    const compilerOptions = {
      ...{ target: 'es2022', strict: true, outDir: 'dist', skipLibCheck: false, useDefineForClassFields: false },
      ...{ experimentalDecorators: true, emitDecoratorMetadata: true, esModuleInterop: true, types: ['node'] },
      ...{ typeRoots: [join(ROOT, 'node_modules/@types')], ...options },
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    await run(process.execPath, [bin('typescript/bin/tsc'), '-p', folder], { cwd: this.folder });
    return join(folder, 'dist');
  }

  node(file: string, env: Record<string, string>): Promise<string> {
    return run(process.execPath, [file], { cwd: this.folder, env });
  }

  /** Jest as a project without a transform has it; `esm` is its ESM mode. */
  async jest(folder: string, env: Record<string, string>, esm: boolean): Promise<void> {
    const config = { rootDir: folder, testMatch: ['**/*.spec.js'], transform: {}, testEnvironment: 'node' };
    const args = [bin('jest/bin/jest.js'), '--config', JSON.stringify(config), '--no-cache', '--forceExit'];
    const node = esm ? ['--experimental-vm-modules'] : [];
    await run(process.execPath, [...node, ...args], { cwd: this.folder, env });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
