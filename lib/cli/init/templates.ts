/** What the files of a new project are filled with. */
export interface InitAnswers {
  readonly contactPoints: readonly string[];
  readonly localDataCenter: string;
  readonly keyspace: string;
  /** Where the compiler writes to. */
  readonly outDir: string;
}

/** One file of a new project. */
export interface InitFile {
  readonly path: string;
  readonly content: string;
}

export function configFile({ contactPoints, localDataCenter, keyspace, outDir }: InitAnswers): InitFile {
  const content = `import { defineConfig } from 'caspy';

/** For the command and, by import, for the application. Environment and flags of the command go first. */
export default defineConfig({
  contactPoints: [${contactPoints.map(literal).join(', ')}],
  localDataCenter: ${literal(localDataCenter)},
  keyspace: ${literal(keyspace)},
  // Compiled files, below this folder.
  entities: [${literal(`${outDir}/**/*.entity.js`)}],
});
`;
  return { path: 'caspy.config.ts', content };
}

export function entityFile(): InitFile {
  const content = `import { Column, CreateDateColumn, Index, PartitionKey, Table } from 'caspy';

@Table()
export class User {
  @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
  @Index() @Column() email!: string;
  @Column() name!: string;
  @Column('set<text>') tags!: Set<string>;
  @CreateDateColumn() createdAt!: Date;
}
`;
  return { path: 'src/entities/user.entity.ts', content };
}

export function composeFile(): InitFile {
  const content = `# docker compose up -d      one node on 127.0.0.1:9042; it takes a minute until it answers
services:
  cassandra:
    image: cassandra:5.0
    environment:
      MAX_HEAP_SIZE: 1g
      HEAP_NEWSIZE: 200m
      # What clients are told: the address that they can reach.
      CASSANDRA_BROADCAST_RPC_ADDRESS: 127.0.0.1
    ports: ['127.0.0.1:9042:9042']
    volumes: ['cassandra:/var/lib/cassandra']
    healthcheck:
      test: ['CMD-SHELL', 'nodetool statusbinary | grep -q ^running']
      interval: 10s
      timeout: 10s
      retries: 12

volumes:
  cassandra:
`;
  return { path: 'docker-compose.yml', content };
}

/** What decorators need of the compiler. */
export const COMPILER_OPTIONS = {
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  useDefineForClassFields: false,
} as const;

export function tsconfigFile(): InitFile {
  const compilerOptions = {
    ...{ target: 'es2022', module: 'nodenext', strict: true },
    ...COMPILER_OPTIONS,
    ...{ skipLibCheck: true, rootDir: 'src', outDir: 'dist' },
  };
  return { path: 'tsconfig.json', content: `${JSON.stringify({ compilerOptions, include: ['src'] }, null, 2)}\n` };
}

/** A text as TypeScript writes it. */
function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
