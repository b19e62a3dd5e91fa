import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './fault';

/** What the fault is made with: the frame server, simulacron, or real nodes. */
export type Tool = 'F' | 'S' | 'R';

/** What was measured; what a fault does not have is left out. */
export interface Figures {
  /** Milliseconds: until it worked again, or until the caller had its error. */
  readonly took?: number;
  /** The milliseconds that it may take, by the options that were set; asserted. */
  readonly limit?: number;
  /** Requests that reached a node, or PREPAREs, and so on: the words say which. */
  readonly attempts?: string;
  /** Acknowledged writes that were not there afterwards, or rows that were not read. */
  readonly lost?: number;
  /** The codes of the errors that the caller saw. */
  readonly errors?: readonly string[];
  /** Connections to the nodes afterwards. */
  readonly connections?: number;
  /** Sockets of the process that outlived the fault. */
  readonly socketsLeft?: number;
  readonly note?: string;
}

/** Writes the figures of one fault where `npm run docs:faults` asks for them; nothing otherwise. */
export function keepFigures({ number, title, expected, tool }: Fault, figures: Figures): void {
  const folder = process.env.CASPY_FAULT_FIGURES;
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${String(number).padStart(2, '0')}.json`);
  writeFileSync(file, JSON.stringify({ number, title, expected, tool, ...rounded(figures) }));
}

function rounded(figures: Figures): Figures {
  const { took, limit } = figures;
  return {
    ...figures,
    ...(took === undefined ? {} : { took: Math.round(took) }),
    ...(limit === undefined ? {} : { limit: Math.round(limit) }),
  };
}
