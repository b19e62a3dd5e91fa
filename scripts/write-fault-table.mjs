/**
 * Runs the fault tests and writes what they measured into docs/faults.json, and from there into the table of
 * docs/reliability.md. Arguments go to Jest, so that one fault can be measured anew: `npm run docs:faults -- -t 'fault 7:'`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const JSON_FILE = 'docs/faults.json';
const PAGE = 'docs/reliability.md';
const BEGIN = '<!-- faults -->';
const END = '<!-- /faults -->';

function measure(folder) {
  const env = { ...process.env, CASPY_FAULT_FIGURES: folder };
  const args = ['jest', '--selectProjects', 'faults', ...process.argv.slice(2)];
  return spawnSync('npx', args, { stdio: 'inherit', env }).status ?? 1;
}

function merge(folder) {
  const known = new Map(JSON.parse(readFileSync(JSON_FILE, 'utf8')).map((fault) => [fault.number, fault]));
  for (const name of readdirSync(folder)) {
    const fault = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    known.set(fault.number, fault);
  }
  return [...known.values()].sort((one, other) => one.number - other.number);
}

function measured({ took, limit, attempts, lost, connections, note }) {
  const seconds = (value) => `${(value / 1000).toFixed(1)} s`;
  return [
    took === undefined ? '' : seconds(took) + (limit === undefined ? '' : ` (limit ${seconds(limit)})`),
    attempts ?? '',
    lost === undefined ? '' : `${lost} lost`,
    connections === undefined ? '' : `${connections} connections after`,
    note ?? '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function row(fault) {
  const errors = (fault.errors ?? []).map((code) => `\`${code}\``).join(', ');
  return `| ${fault.number} | ${fault.tool} | ${fault.title} | ${fault.expected} | ${measured(fault)} | ${errors} |`;
}

/** Figures of a run that was made already. */
const given = process.env.CASPY_FAULT_FIGURES;
const folder = given ?? mkdtempSync(join(tmpdir(), 'caspy-faults-'));
const status = given === undefined ? measure(folder) : 0;
const faults = merge(folder);
if (given === undefined) rmSync(folder, { recursive: true });
writeFileSync(JSON_FILE, JSON.stringify(faults, null, 2) + '\n');
const table = [
  '| # | by | fault | what caspy does | measured | errors |',
  '| - | - | - | - | - | - |',
  ...faults.map(row),
];
const page = readFileSync(PAGE, 'utf8');
const start = page.indexOf(BEGIN) + BEGIN.length;
writeFileSync(PAGE, `${page.slice(0, start)}\n\n${table.join('\n')}\n\n${page.slice(page.indexOf(END))}`);
spawnSync('npx', ['prettier', '--write', JSON_FILE, PAGE], { stdio: 'ignore' });
process.exit(status);
