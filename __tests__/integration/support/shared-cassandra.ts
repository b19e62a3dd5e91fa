import type { LocalCassandra } from '../../../lib/testing';

// Jest loads the set-up and the tear-down with separate module registries; only the global object is common to both.
const key = Symbol.for('caspy.integration.cassandra');
const holder = globalThis as { [key]?: LocalCassandra };

export function shareCassandra(cassandra: LocalCassandra): void {
  holder[key] = cassandra;
}

export function sharedCassandra(): LocalCassandra | undefined {
  return holder[key];
}
