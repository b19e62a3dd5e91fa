import { type Bar, divisorOf, MEMORY_BAR } from './bars';
import type { Report } from './markdown';
import { CONTROL, RAW } from './names';
import { controlOf, type Judged, type Ratio, type Verdict } from './summary';

const MEASURES = { wall: 'time', cpu: 'CPU' } as const;

/** The bars of bars.ts with their verdicts, and how steady the driver beside itself was in the same work. */
export function barTable(report: Report): string[] {
  const { judged } = report;
  if (judged.length === 0) return [];
  const count = (wanted: Verdict): number => judged.filter(({ verdict }) => verdict === wanted).length;
  return [
    '## What must hold',
    '',
    `${count('met')} met, ${count('missed')} missed, ${count('undecided')} undecided, ${count('not measured')} not measured.`,
    'Undecided: the interval holds the bar, there are fewer than five blocks, or the control strays further than the bar is.',
    '',
    '| work | of | beside | measure | bar, at most | ratio | verdict | A/A control |',
    '| --- | --- | --- | --- | ---: | ---: | --- | --- |',
    ...judged.map((line) => barRow(line, report)),
    ...memoryRows(report),
    '',
  ];
}

function barRow({ bar, ratio, verdict }: Judged, report: Report): string {
  const cells = [
    `${bar.workload}: ${titleOf(bar.workload, report)}`,
    bar.contender,
    besideTold(bar),
    MEASURES[bar.measure],
    bar.most.toFixed(2),
    ratio === undefined ? '' : told(ratio),
    verdictTold(verdict, ratio, bar.most),
    controlTold(bar, report),
  ];
  return `| ${cells.join(' | ')} |`;
}

function titleOf(id: string, { workloads }: Report): string {
  return workloads.find((workload) => workload.id === id)?.title ?? '';
}

function besideTold(bar: Bar): string {
  const { workload, contender } = divisorOf(bar);
  return workload === bar.workload ? contender : `${contender}, ${workload}`;
}

/** An undecided one says on which side of the bar the median lies. */
function verdictTold(verdict: Verdict, ratio: Ratio | undefined, most: number): string {
  if (verdict === 'missed') return '**missed**';
  if (verdict !== 'undecided' || ratio === undefined) return verdict;
  return `undecided, ${ratio.median <= most ? 'below' : 'above'}`;
}

function controlTold(bar: Bar, { results }: Report): string {
  if (divisorOf(bar).contender !== RAW) return '';
  const control = results.find(({ workload, contender }) => workload === bar.workload && contender === CONTROL);
  const { verdict, noise } = controlOf(bar.measure === 'wall' ? control?.wallRatio : control?.cpuRatio);
  return verdict === 'none' ? '' : `${verdict}, ±${(noise * 100).toFixed(0)} %`;
}

function memoryRows({ processes }: Report): string[] {
  return processes
    .filter(({ name }) => name.startsWith('caspy'))
    .map(({ name, rows, highest }) => {
      const work = `memory while ${rows.toLocaleString('en')} rows stream through`;
      const verdict = highest < MEMORY_BAR ? 'met' : '**missed**';
      return `| ${work} | ${name} | | resident, MB | ${MEMORY_BAR} | ${highest.toFixed(0)} | ${verdict} | |`;
    });
}

/** A median with its interval. */
export function told({ median, low, high }: Ratio): string {
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
