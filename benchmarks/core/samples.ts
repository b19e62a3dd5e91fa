import { randomUUID } from 'node:crypto';
import type { SampleValues } from './sample.entity';

/** Rows that differ in every column. Collections hold their items as Cassandra sorts them, so that results compare. */
export function makeSamples(count: number): SampleValues[] {
  return Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    name: `Sample number ${index}`,
    email: `sample-${index}@example.com`,
    city: index % 2 === 0 ? 'São Paulo' : 'Reykjavík',
    age: 0,
    visits: 9_007_199_254_740_993n + BigInt(index),
    score: index / 7,
    active: index % 3 === 0,
    createdAt: new Date(1_700_000_000_000 + index * 1_000),
    tags: new Set(['async', `tag-${index % 50}`]),
    labels: new Map([
      ['kind', `kind-${index % 10}`],
      ['place', `place-${index % 100}`],
    ]),
  }));
}
