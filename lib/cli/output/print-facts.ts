import { escapeJson } from './escape';
import type { Io } from './io';
import { jsonText } from './json-value';
import { renderBlocks } from './table';

/** Prints named facts: lines of `name  value`, or with `--json` one object. */
export async function printFacts(io: Io, facts: Readonly<Record<string, unknown>>): Promise<void> {
  if (io.json) {
    await io.stdout.write(`${escapeJson(jsonText(facts))}\n`);
    return;
  }
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  const columns = entries.map(([name]) => ({ name, isKey: false }));
  const values = entries.map(([, value]) => (Array.isArray(value) ? value.join(', ') : value));
  await io.stdout.write(`${renderBlocks(columns, [values], io.style)}\n`);
}
