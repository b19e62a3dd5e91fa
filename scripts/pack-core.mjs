/**
 * Puts the files behind `require('caspy')` into two: dist/lib/core.js, and dist/lib/core-later.js for what neither
 * connecting nor reading and writing rows needs. Node takes a quarter of a millisecond to find and compile a file, and
 * there are more than three hundred. What stood in those files is now one line that takes the module out of the pack, so
 * the subpaths, their ES modules and the command share one instance of everything, whichever file they load.
 * Declarations stay as they are.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, posix, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const DIST = resolve('dist');
const ENTRY = 'lib/index.js';
const CORE = 'lib/core.js';
const LATER = 'lib/core-later.js';
const IS_LATER = /^lib\/(schema\/\w+|data-source\/migrations|repository\/(bulk|scan))\//;

/** A file that does one of these means another file once it has moved, or a name of the pack. */
const UNFIT = /\b__dirname\b|\b__filename\b|\bimport\(\s*["'`]\.|\$load\b|\$later\b/;

const requireBuilt = createRequire(join(DIST, 'noop.js'));

/** The files under an entry, with imports of own files turned into calls of the pack. */
async function collect(name, found = new Map()) {
  if (found.has(name)) return found;
  found.set(name, undefined);
  const text = await readFile(join(DIST, name), 'utf8');
  if (UNFIT.test(text)) throw new Error(`dist/${name} cannot be packed: it refers to its own place.`);
  const needed = ownImports(name, text);
  for (const { target } of needed) await collect(target, found);
  found.set(
    name,
    withoutComments(
      edit(
        text,
        needed.flatMap((found) => edits(name, text, found)),
      ),
    ),
  );
  return found;
}

/** tsc writes an import as `const x_1 = require("./x")`, or without a name when nothing or everything is taken. */
function ownImports(name, text) {
  const { resolve: find } = createRequire(join(DIST, name));
  return [...text.matchAll(/(?:\b(?:const|var) (\w+) = )?\brequire\("(\.[^"]*)"\)/g)].map((match) => {
    const [all, variable, path] = match;
    const target = relative(DIST, find(path)).split(sep).join(posix.sep);
    return { target, variable, end: match.index + all.length, start: match.index + all.indexOf('require(') };
  });
}

/** Where a file of the core uses one that comes later, each use asks for it. */
function edits(name, text, { target, variable, start, end }) {
  const waits = variable !== undefined && IS_LATER.test(target) && !IS_LATER.test(name);
  const own = { start, end, text: `${waits ? '$later' : '$load'}(${JSON.stringify(target)})` };
  if (!waits) return [own];
  // In parentheses, since `new x_1.Y()` would otherwise make an instance of the result of the call.
  return [own, ...usesOf(variable, text).map((use) => ({ ...use, text: `(${variable}())` }))];
}

function usesOf(variable, text) {
  const uses = [];
  const visit = (node) => {
    const isUse = ts.isIdentifier(node) && node.text === variable && !ts.isVariableDeclaration(node.parent);
    if (isUse) uses.push({ start: node.getStart(), end: node.end });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.js', text, ts.ScriptTarget.ES2022, true));
  return uses;
}

function edit(text, changes) {
  const fromTheEnd = changes.toSorted((left, right) => right.start - left.start);
  return fromTheEnd.reduce((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text);
}

/** Comments are for readers of the declarations; here they only take time to skip. */
function withoutComments(code) {
  const compilerOptions = { target: 'es2022', module: 'commonjs', removeComments: true };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

const HEAD = `'use strict';
// Written by scripts/pack-core.mjs: compiled files of caspy, each a function that runs when it is first needed.
`;

const CORE_HEAD = `${HEAD}const modules = new Map();
function $load(name) {
  let module = modules.get(name);
  if (module === undefined) {
    module = { exports: {} };
    modules.set(name, module);
    (files[name] ?? require('./core-later.js').files[name])(module.exports, module);
  }
  return module.exports;
}
function $later(name) {
  let loaded;
  return () => (loaded ??= $load(name));
}
exports.load = $load;
`;

const LATER_HEAD = `${HEAD}const { load: $load } = require('./core.js');
`;

function pack(head, files) {
  const functions = files.map(([name, code]) => `${JSON.stringify(name)}(exports, module) {\n${code}},\n`);
  return `${head}const files = {\n${functions.join('')}};\nexports.files = files;\n`;
}

/** The last line is never run: Node reads the names from it when an ES module imports the file. */
function stub(name, names) {
  const path = posix.relative(posix.dirname(name), CORE);
  return `'use strict';
module.exports = require('${path.startsWith('.') ? path : `./${path}`}').load(${JSON.stringify(name)});
0 && (module.exports = { ${names.join(', ')} });
`;
}

const files = [...(await collect(ENTRY))];
// Read before any file is replaced.
const stubs = files.map(([name]) => [name, stub(name, Object.keys(requireBuilt(`./${name}`)))]);
await writeFile(
  join(DIST, CORE),
  pack(
    CORE_HEAD,
    files.filter(([name]) => !IS_LATER.test(name)),
  ),
);
await writeFile(
  join(DIST, LATER),
  pack(
    LATER_HEAD,
    files.filter(([name]) => IS_LATER.test(name)),
  ),
);
for (const [name, text] of stubs) await writeFile(join(DIST, name), text);
