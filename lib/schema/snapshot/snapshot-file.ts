import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../../errors';
import { writeFileAtomically } from '../files/write-file-atomically';
import type { SchemaModel } from '../model';
import { formatSnapshot } from './format-snapshot';
import { parseSnapshot } from './parse-snapshot';

/**
 * Reads a schema that `writeSnapshot()` or `caspy schema snapshot` wrote.
 *
 * @throws ConfigurationError, code `CASPY_SNAPSHOT`, when there is no such file or it is no snapshot.
 * @example
 * ```ts
 * const changes = diffSchemas(modelOf(tables, 'chat'), await readSnapshot('schema.snapshot.json'));
 * ```
 */
export async function readSnapshot(file: string): Promise<SchemaModel> {
  let json: string;
  try {
    json = await readFile(file, 'utf8');
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const problem =
      code === 'ENOENT' ? `There is no file ${file}.` : `The file ${file} cannot be read (${String(code)}).`;
    throw new ConfigurationError(`${problem} 'caspy schema snapshot --output FILE' writes a snapshot.`, {
      code: 'CASPY_SNAPSHOT',
      details: { file },
      cause: error,
    });
  }
  return parseSnapshot(json);
}

/** Writes a schema as a file to be checked in; one that is there is replaced as a whole. */
export async function writeSnapshot(file: string, schema: SchemaModel): Promise<void> {
  await writeFileAtomically(file, formatSnapshot(schema), { overwrite: true });
}
