const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
      module: { type: 'commonjs' },
    },
  ],
};

const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/__tests__/${name}/**/*.test.ts`],
  transform,
  setupFilesAfterEnv: ['<rootDir>/__tests__/support/set-timeout.ts'],
  moduleNameMapper: { '^caspy$': '<rootDir>/lib/index.ts', '^caspy/(\\w+)$': '<rootDir>/lib/$1/index.ts' },
  ...extra,
});

/** One node for both projects: Jest runs a file of set-up once. */
const withCassandra = {
  globalSetup: '<rootDir>/__tests__/integration/support/global-setup.ts',
  globalTeardown: '<rootDir>/__tests__/integration/support/global-teardown.ts',
};

module.exports = {
  // What a file leaves behind adds up over two hundred files, and slows the collector of garbage; so the process that
  // runs them is replaced once it is as large as this.
  workerIdleMemoryLimit: '1GB',
  projects: [
    project('unit'),
    project('types'),
    project('package', withCassandra),
    project('integration', withCassandra),
    project('faults'),
  ],
};
