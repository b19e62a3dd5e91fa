const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');

/** Lets plain Node `require` the TypeScript sources, for tests that need a process of their own. */
exports.addHook = () => {
  Module._extensions['.ts'] = (module, filename) => {
    const options = {
      filename,
      jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
      module: { type: 'commonjs' },
    };
    module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
  };
};
