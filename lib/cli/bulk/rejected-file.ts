import { appendFile, rm } from 'node:fs/promises';
import type { ReadRow } from './read-rows';

/** Bad rows go here, one JSON object each: the line, the reason, and the record to correct. */
export class RejectedFile {
  readonly path: string;
  #isFresh: boolean;

  /** @param isFresh whether what an earlier run left there goes away */
  constructor(path: string, isFresh: boolean) {
    this.path = path;
    this.#isFresh = isFresh;
  }

  async add(rows: readonly (ReadRow & { readonly reason: string })[]): Promise<void> {
    if (this.#isFresh) await rm(this.path, { force: true });
    this.#isFresh = false;
    if (rows.length === 0) return;
    const lines = rows.map(({ line, reason, record }) => `${JSON.stringify({ line, reason, record })}\n`);
    await appendFile(this.path, lines.join(''));
  }
}
