import type { Contender } from './contender';
import type { Latency } from './latency';
import { openLoop } from './latency';
import { RAW } from './names';
import type { Result } from './summary';

const SHARES = [0.5, 0.8];
const NEAR = 1.25;
const OPERATIONS = [
  ['save', 'W1-32'],
  ['get', 'W2-32'],
] as const;

/** Latency of everyone in this process at the same rates: parts of what the raw driver did 32 at a time. */
export async function measureLatencies(
  contenders: readonly Contender[],
  results: readonly Result[],
  milliseconds: number,
  say: (message: string) => void,
): Promise<readonly Latency[]> {
  const latencies: Latency[] = [];
  const rateOf = (contender: string, workload: string): number =>
    results.find((result) => result.contender === contender && result.workload === workload)?.rate ?? 0;
  for (const [operation, workload] of OPERATIONS) {
    for (const share of SHARES) {
      for (const { name, send } of contenders) {
        const rate = rateOf(RAW, workload) * share;
        if (send === undefined || !(rate > 0)) continue;
        const place = { contender: name, operation, share, rate };
        // Whose own highest rate is far below this one would only be measured for the length of its queue.
        if (rateOf(name, workload) * NEAR < rate) {
          latencies.push({ ...place, quantiles: undefined });
          continue;
        }
        try {
          const quantiles = await openLoop(rate, milliseconds, (index) => send(operation, index));
          latencies.push({ ...place, quantiles });
        } catch (error) {
          say(`latency of ${name}: ${error instanceof Error ? error.message : String(error)}`);
          latencies.push({ ...place, quantiles: undefined });
        }
      }
    }
  }
  return latencies;
}
