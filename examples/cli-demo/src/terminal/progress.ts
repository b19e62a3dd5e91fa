import { SingleBar } from 'cli-progress';
import { formatCount, isTerminal, print } from './output';

/** How far a piece of work is. */
export interface Progress {
  advance(steps: number): void;
  stop(): void;
}

/** A bar on a terminal, a line for each quarter elsewhere. */
export function startProgress(label: string, total: number): Progress {
  return isTerminal ? startBar(label, total) : startLines(label, total);
}

function startBar(label: string, total: number): Progress {
  const bar = new SingleBar({
    format: `  ${label.padEnd(18)} {bar} {percentage} % | {value}/{total} rows`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    formatValue: (value, _options, type) => (type === 'percentage' ? String(value).padStart(3) : formatCount(value)),
    stream: process.stdout,
    // Both are settings of the whole terminal or process, which Ctrl-C would leave as they are.
    linewrap: true,
    gracefulExit: false,
  });
  bar.start(total, 0);
  return { advance: (steps) => bar.increment(steps), stop: () => bar.stop() };
}

function startLines(label: string, total: number): Progress {
  let done = 0;
  let quarters = 0;
  return {
    advance: (steps) => {
      done += steps;
      const reached = Math.floor((4 * done) / total);
      if (reached > quarters)
        print(`  ${label}: ${reached * 25} % (${formatCount(done)} of ${formatCount(total)} rows)`);
      quarters = reached;
    },
    stop: () => undefined,
  };
}
