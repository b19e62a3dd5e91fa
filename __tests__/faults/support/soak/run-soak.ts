import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Figures } from '../figures';
import { HISTORY_MODELS } from '../history/models';
import { TcpProxy } from '../tcp-proxy';
import type { ThreeNodes } from '../three-nodes';
import { checkSoak, type Soaked, type SoakPlan } from './check-soak';
import type { SoakEnd, SoakLine, SoakOrder, SoakSample } from './soak-protocol';

const PROGRAM = join(__dirname, 'soak-program.ts');
const REGISTER = join(__dirname, '../../../support/register-typescript.js');
const KEYSPACE = 'soak';
/** Milliseconds that a program may take to begin, and to end once nothing holds it. */
const PATIENCE = 60_000;

/** A program of its own under load, with connections that are dropped again and again, and what becomes of its memory. */
export async function runSoak(nodes: ThreeNodes, plan: SoakPlan): Promise<Figures> {
  const schema = await nodes.dataSource({ keyspace: KEYSPACE, entities: HISTORY_MODELS });
  await schema.destroy();
  const target = nodes.cassandra.nodes[0];
  if (target === undefined) throw new Error('There is no node.');
  const proxy = await TcpProxy.start({ host: target.address, port: target.port });
  try {
    const soaked = await soak(nodes, plan, target.address, proxy);
    const { findings, lines, figures } = checkSoak(plan, soaked);
    process.stdout.write(`\nsoak\n${lines.map((line) => `  ${line}\n`).join('')}`);
    expect(findings).toEqual([]);
    return figures;
  } finally {
    await proxy.stop();
  }
}

async function soak(nodes: ThreeNodes, plan: SoakPlan, node: string, proxy: TcpProxy): Promise<Soaked> {
  const { contactPoints, port, localDataCenter } = nodes.cassandra;
  const order: SoakOrder = {
    ...{ contactPoints: contactPoints.slice(1), port, localDataCenter, keyspace: KEYSPACE },
    ...{ detour: { node, by: `127.0.0.1:${proxy.port}` }, seconds: plan.seconds },
    ...{ concurrency: 16, pause: 40, maxPrepared: plan.maxPrepared },
  };
  const child = spawn(process.execPath, ['--require', REGISTER, PROGRAM, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), plan.seconds * 1000 + PATIENCE);
  let drops = 0;
  const dropping = setInterval(() => {
    drops += proxy.openConnections > 0 ? 1 : 0;
    proxy.reset();
  }, plan.dropEvery * 1000);
  try {
    const exited = once(child, 'exit');
    const samples: SoakSample[] = [];
    let end: SoakEnd | undefined;
    for await (const text of createInterface({ input: child.stdout })) {
      const line = JSON.parse(text) as SoakLine;
      if (line.kind === 'sample') samples.push(line);
      else end = line;
    }
    const [exitCode] = (await exited) as [number | null];
    if (end === undefined) throw new Error(`The program of the soak ended with ${exitCode} before its time.`);
    return { samples, end, drops, exitCode: exitCode ?? -1 };
  } finally {
    clearTimeout(timer);
    clearInterval(dropping);
    child.kill('SIGKILL');
  }
}
