import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './errors';
import type { ProbeTarget } from './node-probe';
import { probeNode } from './node-probe';

export interface ReadyRequest {
  readonly target: Omit<ProbeTarget, 'timeout'>;
  /** A `performance.now()` time. */
  readonly deadline: number;
  /** Says why waiting is useless, or undefined while it is not. */
  readonly failed?: () => string | undefined | Promise<string | undefined>;
  /** Milliseconds between two attempts. Default 100. */
  readonly interval?: number;
}

/** Waits for a node. Answers undefined when it is ready, or why it is not. */
export async function waitUntilReady(request: ReadyRequest): Promise<string | undefined> {
  for (;;) {
    const reason = await probeNode({ ...request.target, timeout: 5_000 }).then(() => undefined, reasonOf);
    if (reason === undefined) return undefined;
    const failure = await request.failed?.();
    if (failure !== undefined) return failure;
    if (performance.now() > request.deadline) return `it does not answer in time (${reason})`;
    await sleep(request.interval ?? 100);
  }
}
