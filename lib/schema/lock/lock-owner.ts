import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { LockHolder, LockOwner } from './lock-options';

/** This process, under an id that is new each time. */
export function createOwner(): LockOwner {
  return { id: randomUUID(), host: hostname(), pid: process.pid };
}

/** `process 4711 on web-1 (since 2026-01-31T12:00:00.000Z)`. */
export function describeHolder({ host, pid, since }: LockHolder): string {
  return `process ${pid} on ${host}${since === undefined ? '' : ` (since ${since.toISOString()})`}`;
}
