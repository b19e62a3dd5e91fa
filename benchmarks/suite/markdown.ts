import type { Estimate } from '../core/statistics';
import type { Latency } from './latency';
import type { Machine } from './machine';
import type { ProcessFacts } from './processes';
import { CONTROL, RAW, type Result, strayControls } from './summary';
import type { Workload } from './workloads';

export interface Report {
  readonly machine: Machine;
  readonly blocks: number;
  readonly minutes: number;
  readonly notes: readonly string[];
  readonly workloads: readonly Workload[];
  readonly results: readonly Result[];
  readonly latencies: readonly Latency[];
  readonly processes: readonly ProcessFacts[];
}

const IMPORTANT = new Set(['caspy', 'caspy, fast decode']);

/** The report as a page. */
export function markdown(report: Report): string {
  return [
    '# Results of the benchmarks',
    '',
    'Written by `npm run bench`; [results.json](results.json) holds every sample.',
    '',
    ...facts(report),
    '',
    '![Time by request, beside the raw driver](results.svg)',
    '',
    'A ratio is the time of one request or row, divided by that of the raw driver with hand-written prepared statements in',
    'the same block; the median over the blocks, with its 95 % interval. Below 1 is faster. `driver again` is the driver',
    'beside itself: what it differs from 1 is noise. CPU is that of the client process. A bar that was missed is in bold.',
    '',
    ...report.workloads.flatMap((workload) => section(workload, report.results)),
    ...callingStyles(report),
    ...latencyTable(report.latencies),
    ...processTable(report.processes),
    '',
  ].join('\n');
}

function facts({ machine, blocks, minutes, notes, results }: Report): string[] {
  const stray = strayControls(results).map(({ workload }) => workload);
  return [
    `- ${machine.date}; ${machine.cpu}, ${machine.cores} cores shared by client and server, ${machine.memory} GB`,
    `- Cassandra ${machine.cassandra} on the same machine, one node; ${machine.versions}`,
    `- ${blocks} blocks in ${minutes.toFixed(1)} minutes; load of the machine at the end ${machine.load}`,
    stray.length === 0
      ? '- The driver beside itself shows no difference: the interval of every control holds 1.'
      : `- Read with care: the driver beside itself differs from 1 in ${stray.join(', ')}.`,
    ...notes.map((note) => `- ${note}`),
  ];
}

function section(workload: Workload, results: readonly Result[]): string[] {
  const own = results.filter(({ workload: id }) => id === workload.id);
  if (own.length === 0) return [];
  const ordered = own.toSorted((left, right) => (left.wallRatio?.median ?? 1) - (right.wallRatio?.median ?? 1));
  return [
    `## ${workload.id}: ${workload.title}`,
    '',
    `| | ${workload.unit}/s | time, ratio | CPU each, µs | CPU, ratio | loop delay p99, ms |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...ordered.map((result) => row(result, workload)),
    '',
  ];
}

function row(result: Result, { bar }: Workload): string {
  const { contender, rate, cpu, loopDelay, failure } = result;
  if (result.blocks === 0)
    return `| ${contender} | failed: ${(failure ?? '').replaceAll('|', '/').slice(0, 120)} | | | | |`;
  const own = IMPORTANT.has(contender) ? bar : undefined;
  const cells = [
    Math.round(rate).toLocaleString('en'),
    ratio(result.wallRatio, own?.wall),
    cpu.toFixed(1),
    ratio(result.cpuRatio, own?.cpu),
    loopDelay === undefined ? '' : loopDelay.toFixed(1),
  ];
  return `| ${contender} | ${cells.join(' | ')} |`;
}

function ratio(estimate: Estimate | undefined, bar: number | undefined): string {
  if (estimate === undefined) return '1';
  const { median, low, high } = estimate;
  const text = `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  if (bar === undefined) return text;
  return median > bar ? `**${text}**, bar ${bar}` : `${text}, bar ${bar}`;
}

/** The same saves in the ways that a program may be written. */
function callingStyles({ results }: Report): string[] {
  const styles = [
    ['W1-1', 'await each save'],
    ['W1-32', '32 at a time'],
    ['W1-256', '256 at a time'],
    ['W5a', 'bulk, one row a partition'],
    ['W5b', 'bulk, 100 rows a partition'],
  ] as const;
  const names = [...new Set(results.map(({ contender }) => contender))].filter((name) => name !== CONTROL);
  const cell = (name: string, id: string): string => {
    const found = results.find(({ contender, workload }) => contender === name && workload === id);
    return found === undefined || found.blocks === 0 ? '' : Math.round(found.rate).toLocaleString('en');
  };
  return [
    '## One after another, side by side, in bulk',
    '',
    'Rows written a second. `await` in a loop reads like synchronous code and waits for each answer; side by side, the',
    'same requests share the wait.',
    '',
    `| | ${styles.map(([, title]) => title).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(styles.length)}`,
    ...names.map((name) => `| ${name} | ${styles.map(([id]) => cell(name, id)).join(' | ')} |`),
    '',
  ];
}

function latencyTable(latencies: readonly Latency[]): string[] {
  if (latencies.length === 0) return [];
  return [
    '## Latency at a fixed rate',
    '',
    `Requests come at 50 % and 80 % of what \`${RAW}\` did 32 at a time, answered or not; the time counts from when each was due.`,
    '',
    '| | | rate/s | p50, ms | p99, ms | p99.9, ms |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...latencies.map(
      ({ contender, operation, share, rate, p50, p99, p999 }) =>
        `| ${contender} | ${operation}, ${share * 100} % | ${Math.round(rate).toLocaleString('en')} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${p999.toFixed(1)} |`,
    ),
    '',
  ];
}

function processTable(processes: readonly ProcessFacts[]): string[] {
  if (processes.length === 0) return [];
  return [
    '## Start and memory',
    '',
    'Each in a process of its own, medians. To load counts the processor time of `require`; the first row that of connecting',
    'and reading one row, on the clock; memory is the resident set before and at its highest while the table is scanned.',
    '',
    '| | to load, ms | first row, ms | rows | memory before, MB | highest, MB |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...processes.map(
      ({ name, load, first, rows, before, highest }) =>
        `| ${name} | ${load.toFixed(0)} | ${first.toFixed(0)} | ${rows.toLocaleString('en')} | ${before.toFixed(0)} | ${highest.toFixed(0)} |`,
    ),
    '',
  ];
}
