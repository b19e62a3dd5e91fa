import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DataSourceOptions } from 'caspy';

/** What the process came to. */
export interface Outcome {
  readonly changes?: number;
  readonly skipped?: number;
  readonly error?: string;
}

/** A process that is ready to synchronize; it begins when it is called. */
export async function synchronizingProcess(
  model: 'old' | 'new',
): Promise<(options: DataSourceOptions) => Promise<Outcome>> {
  const child = fork(join(__dirname, 'synchronize-process.js'), { execArgv: [] });
  await once(child, 'message');
  return async (options) => {
    const answer = once(child, 'message');
    const ended = once(child, 'exit');
    child.send({ model, options });
    const [outcome] = (await answer) as [Outcome];
    await ended;
    return outcome;
  };
}
