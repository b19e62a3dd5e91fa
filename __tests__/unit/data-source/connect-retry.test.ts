import { FakeCassandra } from '../../support/fake-cassandra';
import type { ConnectRetryOptions } from 'caspy';
import { ConfigurationError, DataSource } from 'caspy';

/** A port that nobody listens on. */
const NOWHERE = 1;
const FOREVER: ConnectRetryOptions = { timeout: Infinity, baseDelay: 60_000, maxDelay: 60_000 };

let warnings: string[] = [];

beforeEach(() => {
  warnings = [];
});

function waiting(
  connectRetry: boolean | ConnectRetryOptions | undefined,
  port = NOWHERE,
  localDataCenter = 'datacenter1',
) {
  const log = (_level: string, text: string): void => void warnings.push(text);
  return new DataSource({
    ...{ contactPoints: ['127.0.0.1'], port, localDataCenter, connectRetry },
    logging: ['warn'],
    logger: { ...silent, log },
  });
}

const nothing = (): void => undefined;
const silent = { logQuery: nothing, logQueryError: nothing, logQuerySlow: nothing, logSchema: nothing };

test('the deadline ends it with the last failure and the attempts', async () => {
  const failure = waiting({ timeout: 60, baseDelay: 10 }).initialize();
  await expect(failure).rejects.toMatchObject({
    name: 'ConnectionError',
    code: 'CASPY_CONNECT_TIMEOUT',
    retryable: true,
    message: expect.stringMatching(/ECONNREFUSED.* That was the end of \d+ attempts? in [\d.]+ s, see connectRetry\.$/),
    cause: { code: 'CASPY_CONNECTION' },
  });
});

test('destroy() ends it at once, and the data source may be initialized again', async () => {
  const dataSource = waiting(FOREVER);
  const failure = dataSource.initialize().catch((error: unknown) => error);
  while (warnings.length === 0) await new Promise(setImmediate);
  await dataSource.destroy();
  expect(await failure).toMatchObject({ code: 'CASPY_CLOSED' });
  expect(warnings).toEqual([
    expect.stringMatching(/^No node could be reached: .* Attempt 1; the next one in \d+ ms\.$/),
  ]);
  const again = dataSource.initialize().catch((error: unknown) => error);
  while (warnings.length < 2) await new Promise(setImmediate);
  await dataSource.destroy();
  expect(await again).toMatchObject({ code: 'CASPY_CLOSED' });
});

test('so does its signal, before and during the wait', async () => {
  const controller = new AbortController();
  const failure = waiting({ ...FOREVER, signal: controller.signal })
    .initialize()
    .catch((error: unknown) => error);
  while (warnings.length === 0) await new Promise(setImmediate);
  controller.abort(new Error('enough'));
  const aborted = { code: 'CASPY_ABORTED', maybeApplied: false, cause: { message: 'enough' } };
  expect(await failure).toMatchObject(aborted);
  await expect(waiting({ signal: controller.signal }).initialize()).rejects.toMatchObject(aborted);
});

test('a failure that stays is no reason to wait', async () => {
  const fake = await FakeCassandra.start();
  await expect(waiting(true, fake.port, 'elsewhere').initialize()).rejects.toThrow(ConfigurationError);
  expect(warnings).toEqual([]);
  await fake.stop();
});

test('without it a failure is one', async () => {
  for (const connectRetry of [undefined, false]) {
    await expect(waiting(connectRetry).initialize()).rejects.toMatchObject({ code: 'CASPY_CONNECTION' });
  }
  expect(warnings).toEqual([]);
});

test.each<[unknown, string]>([
  ['yes', "'connectRetry' is true, false or { timeout, baseDelay, maxDelay, signal }."],
  [{ timeOut: 1 }, "There is no option connectRetry.timeOut. Did you mean 'timeout'?"],
  [{ timeout: 0 }, 'connectRetry.timeout is a number of milliseconds above 0.'],
  [{ baseDelay: 'long' }, 'connectRetry.baseDelay is a number of milliseconds above 0.'],
  [{ signal: 1 }, 'connectRetry.signal is an AbortSignal.'],
])('%j is refused', (connectRetry, message) => {
  expect(() => waiting(connectRetry as ConnectRetryOptions)).toThrow(new ConfigurationError(message));
});
