import { serve } from './serve';
import { CaspyError } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

async function main(): Promise<void> {
  // Where there is a Cassandra already, CASPY_CONTACT_POINTS names it; else one is started, and ends with this process.
  await using cassandra = await LocalCassandra.start({ onProgress: (message) => console.error(message) });
  const { contactPoints, port, localDataCenter } = cassandra;
  const { server, address } = await serve({ contactPoints, port, localDataCenter }, Number(process.env.PORT ?? 3000));
  console.log(`Listening on http://${address.address}:${address.port}, described at /docs`);
  await server.closed;
  console.log('Closed');
}

main().catch((error: unknown) => {
  console.error('The example failed:', error instanceof CaspyError ? error.message : error);
  process.exitCode = 1;
});
