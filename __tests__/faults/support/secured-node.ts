import { policies } from 'cassandra-driver';
import { type Certificates, makeCertificates } from './certificates';
import { TcpProxy } from './tcp-proxy';
import { Column, DataSource, type DataSourceOptions, PartitionKey, Table } from 'caspy';
import { LocalCassandra } from 'caspy/testing';

/** The name in the server's certificate. */
export const SERVER_NAME = 'cassandra.test';

/** A login for those who may read one table. */
export const READER = { username: 'reader', password: 'first-password' } as const;
export const KEYSPACE = 'secured';
/** No test here is about time, and a node that has just started on a busy machine is slow. */
const PATIENCE = 30_000;

@Table()
export class Letter {
  @PartitionKey() id!: string;
  @Column() body!: string;
}

type AddressTranslator = policies.addressResolution.AddressTranslator;
// The typings leave the class out, and the driver insists on an instance of it.
const { AddressTranslator: Translator } = policies.addressResolution as unknown as {
  AddressTranslator: new () => AddressTranslator;
};

/** One real node that asks for passwords and permissions, and speaks TLS to those who wish. */
export class SecuredNode {
  readonly cassandra: LocalCassandra;
  readonly certificates: Certificates;

  private constructor(cassandra: LocalCassandra, certificates: Certificates) {
    this.cassandra = cassandra;
    this.certificates = certificates;
  }

  static async start(): Promise<SecuredNode> {
    const certificates = await makeCertificates(SERVER_NAME);
    // Otherwise the server would remember what it was told for two seconds.
    const noCaches = { credentials_validity: '0ms', permissions_validity: '0ms', roles_validity: '0ms' };
    const config = { ...noCaches, client_encryption_options: certificates.serverOptions };
    // The keystores are files of this machine.
    const cassandra = await LocalCassandra.start({ source: 'java', heap: '512m', authentication: true, config });
    return new SecuredNode(cassandra, certificates);
  }

  /** A data source of the superuser unless told otherwise; not initialized. */
  source(options: Partial<DataSourceOptions> = {}): DataSource {
    const { contactPoints, port, localDataCenter, credentials } = this.cassandra;
    const address = { contactPoints, port, localDataCenter };
    return new DataSource({
      ...{ ...address, credentials, keyspace: KEYSPACE, entities: [Letter], logging: false },
      ...{ connectTimeout: 2 * PATIENCE, requestTimeout: PATIENCE, ...options },
      driver: { socketOptions: { connectTimeout: PATIENCE, readTimeout: PATIENCE }, ...options.driver },
    });
  }

  /** A way to the node that counts logins and can be cut; every connection of its data sources takes it. */
  async proxy(): Promise<{ proxy: TcpProxy; through: Partial<DataSourceOptions> }> {
    const { contactPoints, port } = this.cassandra;
    const proxy = await TcpProxy.start({ host: String(contactPoints[0]), port });
    const address = `127.0.0.1:${proxy.port}`;
    const addressResolution = new Translator();
    addressResolution.translate = (_address, _port, answer) => {
      (answer as (endPoint: string) => void)(address);
    };
    return { proxy, through: { contactPoints: [address], driver: { policies: { addressResolution } } } };
  }

  async stop(): Promise<void> {
    await this.cassandra.stop();
    await this.certificates[Symbol.asyncDispose]();
  }
}
