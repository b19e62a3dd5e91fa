import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, processesNaming } from './processes';

jest.setTimeout(240_000);

interface Started {
  readonly folder: string;
  readonly pid: number;
}

async function startInChild(): Promise<{ readonly child: ChildProcess; readonly started: Started }> {
  const child = fork(join(__dirname, 'start-and-wait.js'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
  });
  const answer = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  const [started] = answer as [Started];
  return { child, started };
}

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('nothing is left when the parent dies of %s', async (signal) => {
  const { child, started } = await startInChild();
  expect(processesNaming(started.folder)).toContain(started.pid);

  child.kill(signal);
  await once(child, 'exit');
  // The parent handles no signal itself: it has to die of it, not of an exit code that caspy chose.
  expect(child.signalCode).toBe(signal);
  expect(await eventually(() => processesNaming(started.folder).length === 0, 10_000)).toBe(true);
  expect(existsSync(started.folder)).toBe(false);
});
