import type { Client } from 'cassandra-driver';
import type { Contender } from './contender';
import { caspyOperations } from './contenders/caspy';
import { caspyormContender } from './contenders/caspyorm';
import { driverClient, driverOperations, mapperOperations } from './contenders/driver';
import { expressContender } from './contenders/express-cassandra';
import { inProcess } from './contenders/in-process';
import type { Data, Sizes } from './data';
import { CONTROL, RAW } from './names';
import { openDataSource } from './open-data-source';
import type { Server } from './server';

export interface Opened {
  readonly contenders: readonly Contender[];
  /** What could not take part, and why. */
  readonly notes: readonly string[];
  readonly client: Client;
  readonly close: () => Promise<void>;
}

/** Connects everyone who can take part, each with connections of its own. */
export async function openContenders(server: Server, data: Data, sizes: Sizes): Promise<Opened> {
  const client = driverClient(server);
  const contenders = [
    await driver(RAW, client, data),
    await driver(CONTROL, driverClient(server), data),
    await mapper(server, data),
    await caspy('caspy', server, data, false),
  ];
  const notes: string[] = [];
  const optional: readonly (readonly [string, () => Promise<Contender>])[] = [
    ['caspy, fast decode', () => caspy('caspy, fast decode', server, data, true)],
    ['express-cassandra', () => express(server, data)],
    ['caspyorm (Python)', () => caspyormContender(server, sizes.partitions)],
  ];
  for (const [name, open] of optional) {
    try {
      contenders.push(await open());
    } catch (error) {
      const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
      notes.push(`${name} did not take part: ${reason ?? ''}`);
    }
  }
  const close = async (): Promise<void> => {
    for (const contender of contenders) await contender.close();
  };
  return { contenders, notes, client, close };
}

async function driver(name: string, client: Client, data: Data): Promise<Contender> {
  await client.connect();
  return inProcess({ name, data, operations: driverOperations(client, data), close: () => client.shutdown() });
}

async function mapper(server: Server, data: Data): Promise<Contender> {
  const client = driverClient(server);
  await client.connect();
  const operations = mapperOperations(client, data);
  return inProcess({ name: "driver's Mapper", data, operations, close: () => client.shutdown() });
}

async function caspy(name: string, server: Server, data: Data, fastDecode: boolean): Promise<Contender> {
  const dataSource = await openDataSource(server, { fastDecode });
  return inProcess({ name, data, operations: caspyOperations(dataSource, data), close: () => dataSource.destroy() });
}

async function express(server: Server, data: Data): Promise<Contender> {
  const { operations, close } = await expressContender(server, data);
  return inProcess({ name: 'express-cassandra', data, operations, share: 0.5, close });
}
