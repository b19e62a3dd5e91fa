import { CONTROL, RAW } from './names';
import type { Result } from './summary';
import type { Workload } from './workloads';

const WIDTH = 1_000;
const LEFT = 390;
const RIGHT = 60;
const ROW = 16;
const LOWEST = 0.125;
const HIGHEST = 16;
/** From the ones that the chart is about to the others; what is not named comes last. */
const ORDER = ['caspy', 'caspy, fast decode', "driver's Mapper", 'express-cassandra', 'caspyorm (Python)'];
const COLOURS = ['#0b6e4f', '#16a37b', '#7a7a7a', '#c77700', '#b3261e', '#5b4bb5'];

/** The ratios of time as dots with their intervals, on a scale on which half and double are as far from 1. */
export function chart(workloads: readonly Workload[], results: readonly Result[]): string {
  const names = [...new Set(results.map(({ contender }) => contender))]
    .filter((name) => name !== RAW && name !== CONTROL)
    .toSorted((left, right) => placeOf(left) - placeOf(right));
  const colour = (name: string): string => COLOURS[names.indexOf(name) % COLOURS.length]!;
  let y = 60;
  const parts: string[] = legend(names, colour);
  for (const { id, title } of workloads) {
    const own = results.filter(
      ({ workload, contender, wallRatio }) =>
        workload === id && contender !== RAW && contender !== CONTROL && wallRatio,
    );
    if (own.length === 0) continue;
    own.sort((left, right) => names.indexOf(left.contender) - names.indexOf(right.contender));
    parts.push(text(LEFT - 8, y + (own.length * ROW) / 2, `${id} ${title.slice(0, 62)}`, 'end'));
    for (const result of own) {
      parts.push(dot(result, y + ROW / 2, colour(result.contender)));
      y += ROW;
    }
    y += 8;
  }
  const grid = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16].map((value) => line(value, y));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 30}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="white"/>
${[...grid, ...parts].join('\n')}
</svg>
`;
}

function placeOf(name: string): number {
  const place = ORDER.indexOf(name);
  return place === -1 ? ORDER.length : place;
}

function x(ratio: number): number {
  const clamped = Math.min(HIGHEST, Math.max(LOWEST, ratio));
  return LEFT + (Math.log2(clamped / LOWEST) / Math.log2(HIGHEST / LOWEST)) * (WIDTH - LEFT - RIGHT);
}

function legend(names: readonly string[], colour: (name: string) => string): string[] {
  return names.map((name, index) => {
    const at = 12 + index * 145;
    return `<circle cx="${at}" cy="16" r="4" fill="${colour(name)}"/>${text(at + 8, 20, name, 'start')}`;
  });
}

function dot({ wallRatio }: Result, y: number, colour: string): string {
  const { median, low, high } = wallRatio!;
  const interval = `<line x1="${x(low).toFixed(1)}" x2="${x(high).toFixed(1)}" y1="${y}" y2="${y}" stroke="${colour}"/>`;
  return `${interval}<circle cx="${x(median).toFixed(1)}" cy="${y}" r="4" fill="${colour}"/>${text(x(Math.max(high, median)) + 7, y + 4, median.toFixed(2), 'start')}`;
}

function line(value: number, bottom: number): string {
  const at = x(value).toFixed(1);
  const colour = value === 1 ? '#333' : '#ddd';
  return `<line x1="${at}" x2="${at}" y1="44" y2="${bottom}" stroke="${colour}"/>${text(Number(at), 40, value === 1 ? 'driver' : `${value} ×`, 'middle')}`;
}

function text(at: number, y: number, content: string, anchor: string): string {
  const safe = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${at.toFixed(1)}" y="${y}" text-anchor="${anchor}">${safe}</text>`;
}
