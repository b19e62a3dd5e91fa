/**
 * Calls the built command in this process, over and over, with hostile texts in all flags of queries and all flags that
 * every command has, and says as JSON how it ended. `--explain` keeps it from sending anything. The folder of the
 * project is the working directory. Left out are flags that write a file, never end, or take `--explain` back.
 */
const { Writable } = require('node:stream');
const fc = require('fast-check');

const CLI = '../../../../dist/lib/cli';
const { main } = require(`${CLI}/main.js`);
const { ACTIONS, QUERY_OPTIONS } = require(`${CLI}/commands/query-options.js`);
const { GLOBAL_OPTIONS } = require(`${CLI}/global-options.js`);

const CANARY = 'canaryx';
const CASES = Number(process.argv[2]);
const LEFT_OUT = ['output', 'watch', 'explain'];
const OPTIONS = Object.entries({ ...GLOBAL_OPTIONS, ...QUERY_OPTIONS }).filter(([name]) => !LEFT_OUT.includes(name));

const text = fc.oneof(
  fc.constantFrom(
    `${CANARY}' OR 1=1; DROP TABLE users; --`,
    `"${CANARY}"`,
    `${CANARY}\u001b[2J\r\u202e`,
    `{"__proto__":{"${CANARY}":1}}`,
    `../../${CANARY}`,
    `https://${CANARY}.example`,
    `--${CANARY}`,
    `-${CANARY}=1`,
    `$(touch ${CANARY})`,
    '',
  ),
  // A process never gets NUL in an argument.
  fc.string({ unit: 'binary', maxLength: 10 }).map((each) => `${CANARY} ${each.replaceAll('\0', '')}`),
);
const field = fc.constantFrom('id', 'username', 'age', 'tags', 'scores', 'isActive', '__proto__', 'constructor');
const equation = fc
  .tuple(field, fc.constantFrom('=', '>=', '__in=', '__contains=', '+=', '=='), text)
  .map((parts) => parts.join(''));
const values = { filter: fc.oneof(equation, text), set: fc.oneof(equation, text) };
const flag = fc.constantFrom(...OPTIONS).chain(([name, { type }]) => {
  if (type === 'boolean') return fc.constantFrom([`--${name}`], [`--${name}=${CANARY}`]);
  const value = values[name] ?? fc.oneof(text, fc.constantFrom('1', '-1', '1e9', 'NaN'));
  return value.chain((each) => fc.constantFrom([`--${name}`, each], [`--${name}=${each}`]));
});
const key = fc.constantFrom([], ['--filter', 'id=00000000-0000-4000-8000-000000000001']);
const commandLine = fc
  .tuple(fc.constantFrom(...ACTIONS), key, fc.array(flag, { maxLength: 2 }), fc.boolean())
  .map(([action, filter, flags, isJson]) => [
    'user',
    action,
    '--explain',
    ...filter,
    ...flags.flat(),
    ...(isJson ? ['--json'] : []),
  ]);

function memory() {
  const parts = [];
  const stream = new Writable({ write: (chunk, _, done) => (parts.push(String(chunk)), done()) });
  return { stream, read: () => parts.join('') };
}

const prototypes = [Object.prototype, Array.prototype, Function.prototype];
const keys = () => JSON.stringify(prototypes.map((each) => Reflect.ownKeys(each).map(String)));
const before = keys();
const ends = {};

/** The statement without its quoted names: a keyspace may be called anything. */
function cqlOf(text) {
  const cql = text.startsWith('{') ? JSON.parse(text).cql : /^ *cql +(.*)$/m.exec(text)?.[1];
  return cql.replaceAll(/"(?:[^"]|"")*"/g, '');
}

async function check(argv) {
  const [stdout, stderr] = [memory(), memory()];
  const host = {
    stdin: { isTTY: false },
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    cwd: () => process.cwd(),
  };
  const code = await main(argv, host);
  ends[code] = (ends[code] ?? 0) + 1;
  const said = stdout.read() + stderr.read();
  if (![0, 1, 2, 3, 4].includes(code)) throw new Error(`It ended with ${code}`);
  if (/CASPY_UNEXPECTED|TypeError|RangeError|ReferenceError/.test(said)) throw new Error(`It failed: ${said}`);
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(said))
    throw new Error(`It commands the terminal: ${JSON.stringify(said)}`);
  const cql = code === 0 ? cqlOf(stdout.read()) : '';
  if (code === 0 && (cql === '' || cql.includes(CANARY))) throw new Error(`It would send ${said}`);
  if (keys() !== before) throw new Error('A prototype was changed');
}

fc.assert(fc.asyncProperty(commandLine, check), { numRuns: CASES }).then(
  () => console.log(JSON.stringify({ ends, cases: Object.values(ends).reduce((sum, count) => sum + count, 0) })),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
