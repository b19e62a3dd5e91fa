import { byKey, type Finding, finding, type History, type Operation } from './history';

const RULE = 'reads';

/**
 * A read at QUORUM sees what was acknowledged at QUORUM before the read began, or something later; and it never sees
 * what was not sent by then, or certainly not applied. Only of rows that one client writes, or that conditions protect:
 * elsewhere two writes have no order.
 */
export function checkReads(reads: readonly Operation[], { operations }: History): Finding[] {
  const writes = byKey(operations.filter(({ kind }) => kind !== 'read'));
  return [...byKey(reads.filter(({ outcome }) => outcome === 'done'))].flatMap(([key, ofRow]) => {
    const known = new Acknowledged(writes.get(key) ?? []);
    return ofRow.flatMap((read) => checkRead(read, known, writes.get(key) ?? []));
  });
}

function checkRead(read: Operation, known: Acknowledged, writes: readonly Operation[]): Finding[] {
  const { key, value, startedAt, endedAt } = read;
  const acknowledged = known.before(startedAt);
  if (value < acknowledged) {
    return [finding(RULE, key, `saw ${value}, and ${acknowledged} was acknowledged before the read began`)];
  }
  if (value === 0) return [];
  const canBe = writes.some(
    (write) =>
      write.value === value && write.startedAt < endedAt && (write.outcome === 'done' || write.outcome === 'unknown'),
  );
  return canBe ? [] : [finding(RULE, key, `saw ${value}, which nobody can have written by then`)];
}

/** The highest acknowledged value of a row at any time. */
class Acknowledged {
  readonly #steps: { readonly at: number; readonly value: number }[] = [];

  constructor(writes: readonly Operation[]) {
    let value = 0;
    const done = writes.filter(({ outcome }) => outcome === 'done').sort((one, other) => one.endedAt - other.endedAt);
    for (const write of done) {
      value = Math.max(value, write.value);
      this.#steps.push({ at: write.endedAt, value });
    }
  }

  before(time: number): number {
    let from = 0;
    let to = this.#steps.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#steps[middle]!.at < time) from = middle + 1;
      else to = middle;
    }
    return this.#steps[from - 1]?.value ?? 0;
  }
}
