/** For `node --require`: a program of tests in TypeScript, run by plain Node.js. `caspy` is then what was built. */
const { transformFileSync } = require('@swc/core');

const options = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'commonjs' },
  swcrc: false,
};

require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
