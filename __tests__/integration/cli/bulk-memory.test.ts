import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dropTestData, testDataSource } from '../support/test-data-source';
import { CASPY, createProject, type Project } from './support/project';
import type { DataSource } from 'caspy';

// Many rows, on machines with other work to do.
jest.setTimeout(300_000);

const FEW = 2_000;
const MANY = 200_000;
/** Of a row. All of them would be 60 MB as text alone. */
const WIDTH = 300;
/** The heap, in MB: what a process that keeps its rows would need several times over. */
const HEAP = 64;
/** More memory than a small run, in KB: buffers that have grown; the rows do not fit, not even outside of the heap. */
const GROWTH = 64 * 1024;

let project: Project;
let dataSource: DataSource;

beforeAll(async () => {
  project = createProject();
  dataSource = await testDataSource({ keyspace: project.keyspace, entities: [] });
  project.seed();
  project.write(
    'peak.cjs',
    `process.on('exit', () => require('node:fs').writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`,
  );
});

afterAll(async () => {
  await dropTestData(dataSource);
  project.remove();
});

function* rows(count: number): Generator<string> {
  const title = 'x'.repeat(WIDTH);
  for (let number = 0; number < count; number += 1) {
    const author = `00000000-0000-4000-8000-${String(number % 1_000).padStart(12, '0')}`;
    yield `{"authorId":"${author}","number":${number},"title":"${title}"}\n`;
  }
}

/** Runs the command in a small heap; answers the bytes that it wrote, and its peak of memory in KB. */
async function run(
  args: readonly string[],
  input: Iterable<string>,
): Promise<{ readonly bytes: number; readonly peak: number }> {
  const peakFile = join(project.folder, 'peak');
  const flags = [`--max-old-space-size=${HEAP}`, '--require', join(project.folder, 'peak.cjs')];
  const env = { ...process.env, CASPY_TEST_KEYSPACE: project.keyspace, PEAK_FILE: peakFile };
  const child = spawn(process.execPath, [...flags, CASPY, ...args], { cwd: project.folder, env, stdio: 'pipe' });
  let bytes = 0;
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await pipeline(Readable.from(input), child.stdin).catch(() => undefined);
  const code = await ended;
  if (code !== 0) throw new Error(`Code ${String(code)}: ${errors}`);
  return { bytes, peak: Number(readFileSync(peakFile, 'utf8')) };
}

it('200,000 rows need no more memory than 2,000: neither to check, nor to import, nor to export', async () => {
  const from = ['import', 'post', '-', '--format', 'ndjson'];
  const few = await run([...from, '--dry-run'], rows(FEW));
  const checked = await run([...from, '--dry-run'], rows(MANY));
  expect(checked.peak - few.peak).toBeLessThan(GROWTH);

  const small = await run(from, rows(FEW));
  const imported = await run(from, rows(MANY));
  expect(imported.peak - small.peak).toBeLessThan(GROWTH);

  const exported = await run(['export', 'post', '--format', 'ndjson'], []);
  expect(exported.bytes).toBeGreaterThan(MANY * WIDTH);
  expect(exported.peak - small.peak).toBeLessThan(GROWTH);
  process.stderr.write(
    `Peaks in MB: ${Object.entries({ few, checked, small, imported, exported })
      .map(([name, { peak }]) => `${name} ${(peak / 1024).toFixed(0)}`)
      .join(', ')}\n`,
  );
});
