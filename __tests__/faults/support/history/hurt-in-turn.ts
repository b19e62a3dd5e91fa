import { setTimeout as sleep } from 'node:timers/promises';
import type { ThreeNodes } from '../three-nodes';

/** What happened to which node, in words. */
export type Injury = (nodes: ThreeNodes, node: number) => Promise<string>;

const next = (node: number): number => (node + 1) % 3;

/** A crash, a while without the node, and its return. */
const kill: Injury = async (nodes, node) => {
  await nodes.kill(node);
  await sleep(4000);
  await nodes.restart(node);
  return `node ${node} killed and started`;
};

/** A hung machine that goes on. */
const freeze: Injury = async (nodes, node) => {
  await nodes.freeze(node);
  await sleep(7000);
  await nodes.thaw(node);
  return `node ${node} stopped for 7 s`;
};

/** A crash and an immediate start. */
const restart: Injury = async (nodes, node) => {
  await nodes.restart(node);
  return `node ${node} restarted`;
};

/** For a moment there is no quorum: only then do nodes refuse, and time out on each other. */
const twoAtOnce: Injury = async (nodes, node) => {
  await nodes.kill(node);
  await sleep(3000);
  await nodes.freeze(next(node));
  await sleep(3000);
  await nodes.thaw(next(node));
  await nodes.restart(node);
  return `node ${node} killed, node ${next(node)} stopped for 3 s, node ${node} started`;
};

const ROUND = [freeze, twoAtOnce, kill, restart] as const;
/** A short history has these two: a stop, a kill and a start. */
const FEWEST = 2;
const BETWEEN = 2000;

/** Hurts one node after the other, each in another way, for so many seconds; answers what it did. */
export async function hurtInTurn(nodes: ThreeNodes, seconds: number): Promise<string[]> {
  const end = performance.now() + seconds * 1000;
  const done: string[] = [];
  for (let turn = 0; turn < FEWEST || performance.now() < end; turn++) {
    await sleep(BETWEEN);
    const injury = ROUND[turn % ROUND.length];
    if (injury !== undefined) done.push(await injury(nodes, turn % 3));
  }
  return done;
}
