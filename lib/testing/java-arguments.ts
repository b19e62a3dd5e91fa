import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface JavaArgumentInput {
  /** The node's own folder: configuration, data, log. */
  readonly folder: string;
  /** The folder of the jars. */
  readonly jars: string;
  /** The folder with logback.xml and cassandra-rackdc.properties. */
  readonly templates: string;
  readonly heap: string;
  readonly nodes: number;
}

// What Cassandra reaches into on Java 11 and 17; its own start script opens the same packages.
const exported = [
  'java.base/jdk.internal.misc',
  'java.base/jdk.internal.ref',
  'java.base/sun.nio.ch',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.rmi/sun.rmi.transport.tcp',
  'java.sql/java.sql',
  'java.base/java.lang.ref',
  'java.base/java.lang.reflect',
  'jdk.unsupported/sun.misc',
];
const opened = [
  'java.base/java.lang.module',
  'java.base/java.net',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.util.jar',
  'jdk.management/com.sun.management.internal',
  'java.base/sun.nio.ch',
  'java.base/java.io',
  'java.base/java.lang',
  'java.base/java.lang.reflect',
  'java.base/java.util',
  'java.base/java.nio',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.logging/java.util.logging',
];

function memoryArguments(heap: string): string[] {
  // Growing from a small heap starts as fast and leaves an idle node at half the memory.
  return [
    '-Xms256m',
    `-Xmx${heap}`,
    '-Xss512k',
    '-XX:+UseG1GC',
    '-XX:MaxGCPauseMillis=300',
    '-XX:+ExitOnOutOfMemoryError',
  ];
}

/** Cassandra's waits for a cluster it does not know yet; on one machine there is little to wait for. */
export function startProperties(nodes: number): string[] {
  return [
    // Three nodes that start together must hear of each other before they count as joined.
    `-Dcassandra.ring_delay_ms=${nodes === 1 ? 0 : 5000}`,
    '-Dcassandra.skip_wait_for_gossip_to_settle=0',
    '-Dcassandra.superuser_setup_delay_ms=0',
    // Otherwise each start measures this number again, which is a third of its work; it came out as 180 every time.
    '-Dcassandra.memtable.row_overhead_size=180',
  ];
}

function folderArguments({ folder, templates }: JavaArgumentInput): string[] {
  return [
    `-Dcassandra.config=${pathToFileURL(join(folder, 'cassandra.yaml')).href}`,
    `-Dcassandra.storagedir=${folder}`,
    `-Dlogback.configurationFile=${join(templates, 'logback.xml')}`,
    `-Dcassandra-rackdc.properties=${pathToFileURL(join(templates, 'cassandra-rackdc.properties')).href}`,
    // Native libraries are unpacked here; after a SIGKILL they would stay in the system's temporary folder.
    `-Djava.io.tmpdir=${join(folder, 'tmp')}`,
    `-Djna.tmpdir=${join(folder, 'tmp')}`,
    '-XX:+PerfDisableSharedMem',
  ];
}

/** The arguments of `java` for one node. No JMX port is opened, so that nodes cannot collide on it. */
export function javaArguments(input: JavaArgumentInput): string[] {
  return [
    ...memoryArguments(input.heap),
    '-Dcassandra-foreground=yes',
    ...startProperties(input.nodes),
    ...folderArguments(input),
    '-Djdk.attach.allowAttachSelf=true',
    '-Dio.netty.tryReflectionSetAccessible=true',
    ...exported.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...opened.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
    '-cp',
    join(input.jars, '*'),
    'org.apache.cassandra.service.CassandraDaemon',
  ];
}
