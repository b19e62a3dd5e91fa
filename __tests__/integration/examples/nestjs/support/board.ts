import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from '../../../../../examples/nestjs/src/create-app';
import type { FlightFile } from '../../../../../examples/nestjs/src/data/flights';
import { loadBoard } from '../../../../../examples/nestjs/src/data/load-board';
import { readSettings } from '../../../../../examples/nestjs/src/settings';
import { testConnection, uniqueKeyspace } from '../../../support/test-data-source';
import { DataSource } from 'caspy';

/** The board in this process, over the real Cassandra and a real socket. */
export interface Board {
  readonly app: NestExpressApplication;
  readonly dataSource: DataSource;
  readonly url: string;
  close(): Promise<void>;
}

export async function startBoard(file: FlightFile = '2k'): Promise<Board> {
  const { contactPoints = [], port = 9042, localDataCenter = '' } = testConnection();
  const env = { CASPY_KEYSPACE: uniqueKeyspace(), BOARD_POLL_MS: '100', BOARD_DRAIN_MS: '0' };
  const app = await createApp(readSettings({ contactPoints: [...contactPoints], port, localDataCenter }, env));
  const dataSource = app.get(DataSource);
  await loadBoard(dataSource, file, { show: () => undefined, end: () => undefined });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    dataSource,
    url: await app.getUrl(),
    close: async () => {
      await dataSource.execute(`DROP KEYSPACE "${env.CASPY_KEYSPACE}"`, [], { timeout: 60_000 });
      await app.close();
    },
  };
}
