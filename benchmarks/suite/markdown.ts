import { barTable, told } from './bar-table';
import type { Latency } from './latency';
import type { Machine } from './machine';
import { CONTROL, RAW } from './names';
import type { ProcessFacts } from './processes';
import { controlOf, type Judged, type Ratio, type Result } from './summary';
import type { Workload } from './workloads';

export interface Report {
  readonly machine: Machine;
  readonly blocks: number;
  readonly minutes: number;
  readonly notes: readonly string[];
  readonly workloads: readonly Workload[];
  readonly results: readonly Result[];
  readonly judged: readonly Judged[];
  readonly latencies: readonly Latency[];
  readonly processes: readonly ProcessFacts[];
}

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
    'the same block; the median over the blocks, with its 95 % interval by bootstrap. Below 1 is faster. p is that of',
    "Wilcoxon's signed-rank test over the same pairs: how often two that do not differ would look as different as this. CPU",
    'is that of the client process. `driver again` is the driver beside itself (A/A control): steady when its interval holds',
    '1 and lies within 3 %, wide when it holds 1 but is wider, stray when it does not hold 1. Results of a wide control are',
    'good for differences larger than its noise; those of a stray one decide about a bar only when they are further from it.',
    '',
    ...barTable(report),
    ...report.workloads.flatMap((workload) => section(workload, report.results)),
    ...callingStyles(report),
    ...latencyTable(report.latencies),
    ...processTable(report.processes),
    '',
  ].join('\n');
}

function facts({ machine, blocks, minutes, notes, results }: Report): string[] {
  const failed = results.filter(({ failures, blocks: done }) => failures > 0 && done > 0);
  return [
    `- ${machine.date}; ${machine.cpu}, ${machine.cores} cores shared by client and server, ${machine.memory} GB`,
    `- Cassandra ${machine.cassandra} on the same machine, one node; ${machine.versions}`,
    `- ${blocks} blocks in ${minutes.toFixed(1)} minutes; load of the machine at the end ${machine.load}`,
    '- Every sample is checked: rows read are counted and summed up; of rows written, those of bulk writes are all read back,',
    '  those of single writes up to 300, with a checksum over all columns',
    ...notes.map((note) => `- ${note}`),
    ...failed.map(
      ({ contender, workload, failures, failure }) =>
        `- ${contender} failed in ${failures} blocks of ${workload}: ${(failure ?? '').slice(0, 120)}`,
    ),
  ];
}

function section(workload: Workload, results: readonly Result[]): string[] {
  const own = results.filter(({ workload: id }) => id === workload.id);
  if (own.length === 0) return [];
  const ordered = own.toSorted((left, right) => (left.wallRatio?.median ?? 1) - (right.wallRatio?.median ?? 1));
  return [
    `## ${workload.id}: ${workload.title}`,
    '',
    `| | ${workload.unit}/s | time, ratio | p | CPU each, µs | CPU, ratio | p | loop delay p99, ms | blocks |`,
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...ordered.map(row),
    '',
    ...controlLines(own),
  ];
}

function row(result: Result): string {
  const { contender, rate, cpu, loopDelay, failure, blocks } = result;
  if (blocks === 0)
    return `| ${contender} | failed: ${(failure ?? '').replaceAll('|', '/').slice(0, 120)} | | | | | | | |`;
  const cells = [
    Math.round(rate).toLocaleString('en'),
    ...ratio(result.wallRatio),
    cpu.toFixed(1),
    ...ratio(result.cpuRatio),
    loopDelay === undefined ? '' : loopDelay.toFixed(1),
    blocks,
  ];
  return `| ${contender} | ${cells.join(' | ')} |`;
}

function ratio(of: Ratio | undefined): [string, string] {
  return of === undefined ? ['1', ''] : [told(of), of.p < 0.001 ? '< 0.001' : of.p.toFixed(3)];
}

function controlLines(results: readonly Result[]): string[] {
  const control = results.find(({ contender }) => contender === CONTROL);
  if (control === undefined) return [];
  const line = (of: Ratio | undefined): string => {
    const { verdict, noise } = controlOf(of);
    return verdict === 'none' ? 'too few blocks' : `${verdict}, within ±${(noise * 100).toFixed(0)} %`;
  };
  return [`A/A control: time ${line(control.wallRatio)}; CPU ${line(control.cpuRatio)}.`, ''];
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
  const quantiles = ({ quantiles: of }: Latency): string =>
    of === undefined
      ? 'could not keep up | |'
      : `${of.p50.toFixed(1)} | ${of.p99.toFixed(1)} | ${of.p999.toFixed(1)} |`;
  return [
    '## Latency at a fixed rate',
    '',
    `New rows saved and rows read at 50 % and 80 % of what \`${RAW}\` did 32 at a time, whether the ones before were answered or`,
    'not; the time counts from when each was due.',
    '',
    '| | | rate/s | p50, ms | p99, ms | p99.9, ms |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...latencies.map((latency) => {
      const { contender, operation, share, rate } = latency;
      return `| ${contender} | ${operation}, ${share * 100} % | ${Math.round(rate).toLocaleString('en')} | ${quantiles(latency)}`;
    }),
    '',
  ];
}

function processTable(processes: readonly ProcessFacts[]): string[] {
  if (processes.length === 0) return [];
  return [
    '## W10: start and memory',
    '',
    'Each in a process of its own, medians. To load counts the processor time of `require`; the first row that of connecting',
    'and reading one row, on the clock. Each held is what an entity (a row, for the driver) takes that is kept, with all that',
    'belongs to it. Memory is the resident set before and at its highest while the table is scanned, and its growth over the',
    'second half of the scan.',
    '',
    '| | to load, ms | first row, ms | each held, bytes | rows | before, MB | highest, MB | growth, MB for 1,000,000 rows |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...processes.map((of) => {
      const cells = [of.load, of.first, of.bytesEach, of.rows, of.before, of.highest, of.slope];
      return `| ${of.name} | ${cells.map((cell) => Math.round(cell).toLocaleString('en')).join(' | ')} |`;
    }),
    '',
  ];
}
