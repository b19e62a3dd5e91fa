import type { Contender } from './contender';
import type { Latency } from './latency';
import { openLoop } from './latency';
import { RAW, type Result } from './summary';

const SHARES = [0.5, 0.8];
const OPERATIONS = [
  ['save', 'W1-32'],
  ['get', 'W2-32'],
] as const;

/** Latency of everyone in this process at the same rates: parts of what the raw driver did 32 at a time. */
export async function measureLatencies(
  contenders: readonly Contender[],
  results: readonly Result[],
  milliseconds: number,
): Promise<readonly Latency[]> {
  const latencies: Latency[] = [];
  for (const [operation, workload] of OPERATIONS) {
    const raw = results.find((result) => result.contender === RAW && result.workload === workload);
    if (raw === undefined) continue;
    for (const share of SHARES) {
      for (const { name, send } of contenders) {
        if (send === undefined) continue;
        const measured = await openLoop(raw.rate * share, milliseconds, (index) => send(operation, index));
        latencies.push({ contender: name, operation, share, ...measured });
      }
    }
  }
  return latencies;
}
