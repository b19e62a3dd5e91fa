// Stands in for `docker`: it notes every call, and answers on the port that `up` was to publish.
const { spawn } = require('node:child_process');
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { join } = require('node:path');

const folder = process.env.FAKE_DOCKER_FOLDER;
const args = process.argv.slice(2);
const pidFile = join(folder, `${args[args.indexOf('-p') + 1]}.pid`);

function serve() {
  const { CASPY_DOCKER_ADDRESS_1: host, CASPY_DOCKER_PORT: port } = process.env;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    // OPTIONS (5) is answered with SUPPORTED (6), everything else with READY (2).
    socket.on('data', (data) => socket.write(Buffer.from([0x84, 0, 0, 0, data[4] === 5 ? 6 : 2, 0, 0, 0, 0])));
  });
  server.listen(Number(port), host);
  setTimeout(() => process.exit(), 30_000).unref();
}

function up() {
  const child = spawn(process.execPath, [__filename, 'serve'], { detached: true, stdio: 'ignore' });
  child.unref();
  writeFileSync(pidFile, String(child.pid));
}

function down() {
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
}

const command = args[0] === 'compose' ? args[args.indexOf('three') + 1] : args[0];
if (command !== 'serve') {
  const settings = Object.entries(process.env).filter(([name]) => name.startsWith('CASPY_DOCKER_'));
  appendFileSync(join(folder, 'calls'), `${JSON.stringify({ args, env: Object.fromEntries(settings) })}\n`);
}
if (command === 'serve') serve();
else if (process.env.FAKE_DOCKER_FAILS === command) {
  console.error('no space left on device');
  process.exit(1);
} else if (command === 'up' && process.env.FAKE_DOCKER_STATUS === undefined) up();
else if (command === 'down' && process.env.FAKE_DOCKER_STATUS === undefined) down();
else if (command === 'inspect') console.log(process.env.FAKE_DOCKER_STATUS ?? 'running');
else if (command === 'logs') console.log('first line\nlast line');
