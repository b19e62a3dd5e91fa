import { byKey, type Finding, finding, type History, loss, type Operation } from './history';

/** Each row is written once: acknowledged ones are there, as they were written; failed ones are not. */
export function checkSaves(operations: readonly Operation[], { rows }: History): Finding[] {
  return operations.flatMap(({ key, token, outcome }) => {
    const row = rows.get(key);
    if (outcome === 'done' && row?.token !== token) return [loss('saves', key, 'an acknowledged save is gone')];
    if (outcome === 'failed' && row !== undefined) {
      return [finding('saves', key, 'a save was applied although its error says that it was not')];
    }
    return [];
  });
}

/** One client overwrites each row again and again: the row is at least as new as the last acknowledged write. */
export function checkOverwrites(operations: readonly Operation[], { rows }: History): Finding[] {
  return [...byKey(operations)].flatMap(([key, writes]) => {
    const stored = rows.get(key)?.value ?? 0;
    const acknowledged = Math.max(0, ...writes.filter(({ outcome }) => outcome === 'done').map(({ value }) => value));
    if (stored < acknowledged) {
      return [loss('overwrites', key, `holds ${stored}, and ${acknowledged} was acknowledged`)];
    }
    const writer = writes.find(({ value }) => value === stored);
    if (stored > 0 && (writer === undefined || writer.outcome === 'failed')) {
      return [
        finding('overwrites', key, `holds ${stored}, which was ${writer === undefined ? 'never sent' : 'not applied'}`),
      ];
    }
    return [];
  });
}

/** A counter holds all that was acknowledged, and no more than that and what is unknown. */
export function checkIncrements(operations: readonly Operation[], { rows }: History): Finding[] {
  return [...byKey(operations)].flatMap(([key, increments]) => {
    const sure = sumOf(increments.filter(({ outcome }) => outcome === 'done'));
    const unsure = sumOf(increments.filter(({ outcome }) => outcome === 'unknown'));
    const stored = rows.get(key)?.value ?? 0;
    if (stored < sure) return [loss('increments', key, `counts ${stored}, and ${sure} was acknowledged`)];
    if (stored <= sure + unsure) return [];
    return [finding('increments', key, `counts ${stored}, of which ${sure} was acknowledged and ${unsure} is unknown`)];
  });
}

/** Every element that was acknowledged is there, once; no element is there whose error says that it is not. */
export function checkElements(operations: readonly Operation[], { rows }: History): Finding[] {
  return [...byKey(operations)].flatMap(([key, additions]) => {
    const counts = countsOf(rows.get(key)?.elements ?? []);
    const rule = additions[0]?.kind ?? 'set add';
    const findings = additions.flatMap(({ token, outcome }) => {
      const count = counts.get(token) ?? 0;
      counts.delete(token);
      if (outcome === 'done' && count === 0) return [loss(rule, key, `the acknowledged element ${token} is gone`)];
      if (count > 1) return [finding(rule, key, `the element ${token} is there ${count} times`)];
      if (outcome !== 'failed' || count === 0) return [];
      return [finding(rule, key, `the element ${token} is there although its error says that it is not`)];
    });
    const strangers = [...counts.keys()].map((token) => finding(rule, key, `nobody added the element ${token}`));
    return [...findings, ...strangers];
  });
}

/** All rows of a logged batch, or none of them. */
export function checkBatches(operations: readonly Operation[], { rows, rowsOfBatch }: History): Finding[] {
  return operations.flatMap(({ key, token, outcome }) => {
    const row = rows.get(key);
    const count = row?.token === token ? row.elements.length : 0;
    if (outcome === 'done' && count < rowsOfBatch) {
      return [loss('batches', key, `${count} of ${rowsOfBatch} rows of an acknowledged batch are there`)];
    }
    if (count > 0 && count < rowsOfBatch) {
      return [finding('batches', key, `${count} of ${rowsOfBatch} rows of a logged batch are there`)];
    }
    if (count === 0 || outcome !== 'failed') return [];
    return [finding('batches', key, 'a batch was applied although its error says that it was not')];
  });
}

function sumOf(operations: readonly Operation[]): number {
  return operations.reduce((sum, { value }) => sum + value, 0);
}

function countsOf(elements: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const element of elements) counts.set(element, (counts.get(element) ?? 0) + 1);
  return counts;
}
