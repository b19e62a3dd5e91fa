import { escapeJson } from './escape';
import type { Io } from './io';
import { jsonText } from './json-value';
import { renderBlocks } from './table';
import { textValue } from './text-value';

/** Named facts; the names are those of the JSON form. */
export type Facts = Readonly<Record<string, unknown>>;

/** Prints facts: lines of `name  value`, or with `--json` one object. */
export async function printFacts(io: Io, facts: Facts): Promise<void> {
  if (io.json) return io.stdout.write(`${escapeJson(jsonText(facts))}\n`);
  const lines = Object.entries(facts).flatMap(([name, value]) => linesOf(label(name), value));
  const columns = lines.map(([name]) => ({ name, isKey: false }));
  const values = lines.map(([, value]) => value);
  return io.stdout.write(`${renderBlocks(columns, [values], io.style)}\n`);
}

/** A fact of several parts is a line for each. */
function linesOf(name: string, value: unknown): (readonly [string, string])[] {
  if (value === null || value === undefined) return [[name, 'none']];
  if (Array.isArray(value)) return [[name, value.length === 0 ? 'none' : value.map(String).join(', ')]];
  if (typeof value !== 'object') return [[name, textValue(value)]];
  return Object.entries(value).flatMap(([part, inner]) => linesOf(`${name} (${part})`, inner));
}

/** `dataCenters` as `data centers`. */
function label(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
