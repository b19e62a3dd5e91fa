import { byKey, type FinalRow, type Finding, finding, type History, loss, type Operation } from './history';

const INSERTS = 'conditional inserts';
const LOCKS = 'optimistic locks';

/** Of those who insert one row if it does not exist at most one wins, and it is the one in the row. */
export function checkConditionalInserts(operations: readonly Operation[], { rows, settled }: History): Finding[] {
  return [...byKey(operations)].flatMap(([key, attempts]) => {
    const read = rows.get(key);
    const owner = (settled.get(key) ?? read)?.token;
    return [
      ...checkReading(INSERTS, key, read, settled.get(key)),
      ...checkWinners(key, attempts, read?.token, owner),
      ...checkOwner(key, attempts, owner),
    ];
  });
}

function checkWinners(
  key: string,
  attempts: readonly Operation[],
  read: string | undefined,
  owner: string | undefined,
): Finding[] {
  const winners = attempts.filter(({ outcome }) => outcome === 'done');
  if (winners.length > 1) return [finding(INSERTS, key, `${winners.length} clients were told that they won`)];
  const [winner] = winners;
  if (winner === undefined || (owner === winner.token && read === owner)) return [];
  return [loss(INSERTS, key, 'the acknowledged winner is not in the row')];
}

function checkOwner(key: string, attempts: readonly Operation[], owner: string | undefined): Finding[] {
  if (owner === undefined) {
    const isRefused = attempts.some(({ outcome }) => outcome === 'refused');
    return isRefused ? [finding(INSERTS, key, 'a client was refused, and there is no row')] : [];
  }
  const outcome = attempts.find(({ token }) => token === owner)?.outcome;
  if (outcome === 'done' || outcome === 'unknown') return [];
  return [
    finding(INSERTS, key, `the row is of a client that ${outcome === undefined ? 'never was' : `was ${outcome}`}`),
  ];
}

/**
 * Each version of a row is written by one client: by the one that was told so, or by one whose outcome is unknown. The
 * balance, which each adds one to, tells that none was written over.
 */
export function checkOptimisticLocks(operations: readonly Operation[], { rows, settled }: History): Finding[] {
  return [...byKey(operations)].flatMap(([key, updates]) => {
    const row = settled.get(key) ?? rows.get(key);
    return [
      ...checkReading(LOCKS, key, rows.get(key), settled.get(key)),
      ...checkVersions(key, updates, row),
      ...checkLastWriter(key, updates, row),
    ];
  });
}

function checkVersions(key: string, updates: readonly Operation[], row: FinalRow | undefined): Finding[] {
  const last = row?.value ?? 0;
  const sure = countByVersion(updates, 'done');
  const unsure = countByVersion(updates, 'unknown');
  const findings: Finding[] = [];
  for (const [version, count] of sure) {
    if (count > 1) findings.push(finding(LOCKS, key, `${count} clients were told that they wrote version ${version}`));
    if (version > last) findings.push(loss(LOCKS, key, `is at version ${last}, and ${version} was acknowledged`));
  }
  for (let version = 1; version <= last; version++) {
    if (!sure.has(version) && !unsure.has(version)) {
      findings.push(finding(LOCKS, key, `nobody can have written version ${version} of ${last}`));
    }
  }
  return findings;
}

function checkLastWriter(key: string, updates: readonly Operation[], row: FinalRow | undefined): Finding[] {
  if (row === undefined) return [];
  const { elements, token, value } = row;
  const findings: Finding[] = [];
  if (Number(elements[0]) !== value - 1) {
    findings.push(loss(LOCKS, key, `counts ${elements[0]} updates at version ${value}`));
  }
  const writer = updates.find((update) => update.token === token);
  if (writer?.value !== value || writer.outcome === 'refused' || writer.outcome === 'failed') {
    findings.push(finding(LOCKS, key, `version ${value} is of a client that was ${writer?.outcome ?? 'never there'}`));
  }
  return findings;
}

function countByVersion(updates: readonly Operation[], outcome: Operation['outcome']): Map<number, number> {
  const counts = new Map<number, number>();
  for (const update of updates) {
    if (update.outcome === outcome) counts.set(update.value, (counts.get(update.value) ?? 0) + 1);
  }
  return counts;
}

/** What was read at QUORUM does not vanish when Paxos settles. */
function checkReading(rule: string, key: string, read: FinalRow | undefined, settled: FinalRow | undefined): Finding[] {
  if (read === undefined || settled === undefined || settled.value > read.value) return [];
  return settled.token === read.token ? [] : [finding(rule, key, 'what was read at QUORUM is another row at SERIAL')];
}
