import { execFile, type ExecFileException } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dropTestData, testConnection, uniqueKeyspace } from '../support/test-data-source';
import { DataSource } from 'caspy';

const run = promisify(execFile);
const root = join(__dirname, '..', '..', '..');
const demo = join(root, 'examples', 'cli-demo');

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiled demo as CI does: no terminal, and a cluster that runs already. */
async function runDemo(keyspace: string): Promise<Outcome> {
  const { FORCE_COLOR: _, ...env } = process.env;
  const options = {
    env: {
      ...env,
      // Colour libraries take this for a terminal.
      CI: 'true',
      CASPY_CONTACT_POINTS: env.CASPY_TEST_CONTACT_POINTS,
      CASPY_PORT: env.CASPY_TEST_PORT,
      CASPY_LOCAL_DC: env.CASPY_TEST_LOCAL_DC,
      CASPY_KEYSPACE: keyspace,
    },
    timeout: 110_000,
  };
  try {
    return { exitCode: 0, ...(await run(process.execPath, [join(demo, 'dist', 'main.js')], options)) };
  } catch (error) {
    // `execFile` rejects with the output on the error.
    const { code, stdout = '', stderr = '' } = error as ExecFileException;
    return { exitCode: typeof code === 'number' ? code : 1, stdout, stderr };
  }
}

/** What a command printed to stdout. */
function outputOf(stdout: string, command: string): string {
  const start = stdout.indexOf(`$ ${command}`);
  if (start < 0) return '(not run)';
  const body = stdout.slice(stdout.indexOf('\n', start) + 1);
  return body.slice(0, body.search(/^(?:\$ |── )/m));
}

describe('the demo', () => {
  const keyspace = uniqueKeyspace();
  let outcome: Outcome;

  beforeAll(async () => {
    // It imports `caspy` from dist, as every user does; the demo itself is compiled here.
    await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', demo]);
    outcome = await runDemo(keyspace);
  }, 120_000);

  afterAll(async () => {
    await dropTestData(await new DataSource({ ...testConnection(), keyspace }).initialize());
  }, 60_000);

  test('ends well', () => {
    expect(outcome).toMatchObject({ exitCode: 0 });
  });

  test('loads every flight', () => {
    expect(outcome.stdout).toContain('flights: 100 % (20,000 of 20,000 rows)');
    expect(outcome.stdout).toContain('Every table holds as many rows as were saved');
    expect(outputOf(outcome.stdout, 'caspy flight count')).toBe('20000\n\n');
  });

  test('writes no escape codes where there is no terminal', () => {
    expect(outcome.stdout).not.toContain('\u001b');
    expect(outcome.stderr).not.toContain('\u001b');
  });

  test.each([
    ['partition: names the whole partition key'],
    ['index: is served by the index flight_destination_idx, flight_delay_idx'],
    ['Flight.distance is neither part of the key nor indexed'],
    ['nobody is there any more'],
  ])('answers the questions: %s', (text) => {
    expect(outcome.stdout).toContain(text);
  });

  test.each([
    ['caspy --help', 'caspy <entity> get|filter|count|exists|insert|update|delete'],
    ['caspy info', 'keyspace'],
    ['caspy models', 'DelayedFlight'],
    ['caspy connect', 'cassandra'],
    ['caspy user get --filter username=joao_silva', 'joao@example.com'],
    ['caspy user filter --filter is_active=true', 'maria_santos'],
    ['caspy user count --filter is_active=true', '2\n'],
    ['caspy user exists --filter email=joao@example.com', 'true\n'],
    ['caspy post filter --filter author_id=', 'Primeiros passos'],
    ['caspy user delete --filter username=usuario_antigo --force', ''],
    ['caspy airport get --filter iata=SFO', 'San Francisco International'],
    ['caspy flight filter --filter origin=ORD --filter day=2001-03-09 --limit 5', '09:01:00'],
  ])('runs %s', (command, expected) => {
    const output = outputOf(outcome.stdout, command);
    expect(output).not.toBe('(not run)');
    expect(output).toContain(expected);
  });

  test('says which row was deleted', () => {
    expect(`${outcome.stdout}${outcome.stderr}`).toContain('Deleted 1 row of User');
  });
});
