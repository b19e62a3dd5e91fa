import { basename } from 'node:path';
import { ConfigurationError } from '../../errors';

/** What the name of a file says. */
export interface MigrationName {
  /** `20260131120000-create-users`: the name in the history. */
  readonly name: string;
  readonly timestamp: bigint;
  readonly extension: string;
}

const FILE = /^(?<name>(?<timestamp>\d{10,17})-[\w-]+)\.(?<extension>cql|[cm]?[jt]s)$/;

/** The parts of `<timestamp>-<name>.<extension>`; undefined for any other name. */
export function parseMigrationName(file: string): MigrationName | undefined {
  const { name, timestamp, extension } = FILE.exec(basename(file))?.groups ?? {};
  if (name === undefined || timestamp === undefined || extension === undefined) return undefined;
  return { name, timestamp: BigInt(timestamp), extension };
}

/** The name of a new migration, with the time in UTC: `20260131120000-create-users`. @throws ConfigurationError */
export function newMigrationName(title: string, now: Date): string {
  const slug = title
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (slug === '') throw new ConfigurationError('The name of a migration has letters or digits, as add-user-email.');
  return `${now.toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${slug}`;
}

/** By timestamp, then by name. */
export function byTimestamp(one: Pick<MigrationName, 'name'>, other: Pick<MigrationName, 'name'>): number {
  const [first, second] = [timestampOf(one.name), timestampOf(other.name)];
  if (first !== second) return first < second ? -1 : 1;
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

/** The timestamp at the start of a name that is known to have one. */
export function timestampOf(name: string): bigint {
  return BigInt(/^\d+/.exec(name)?.[0] ?? 0);
}
