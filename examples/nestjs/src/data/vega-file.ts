import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A data file of the package vega-datasets, as text. */
export function readVegaFile(name: string): Promise<string> {
  // The package exports its code only; its data lies beside it.
  return readFile(join(dirname(require.resolve('vega-datasets')), '..', 'data', name), 'utf8');
}
