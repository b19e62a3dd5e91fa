import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'cassandra-driver';
import { FOLDER } from './folder';

/** What the numbers were measured on; nothing that says whose machine it is. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memory: number;
  readonly load: string;
  readonly cassandra: string;
  readonly versions: string;
}

export async function describeMachine(client: Client): Promise<Machine> {
  const { rows } = await client.execute('SELECT release_version FROM system.local');
  const versions = [
    `Node ${process.version}`,
    `caspy ${versionOf('../package.json')}`,
    `cassandra-driver ${versionOf('../node_modules/cassandra-driver/package.json')}`,
  ];
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    load: loadavg()[0]!.toFixed(1),
    cassandra: String(rows[0]?.release_version),
    versions: versions.join(', '),
  };
}

function versionOf(path: string): string {
  return (JSON.parse(readFileSync(join(FOLDER, path), 'utf8')) as { readonly version: string }).version;
}
