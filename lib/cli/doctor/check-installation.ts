import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { versionOf } from '../version';
import { type Check, failure, finding, ok, warning } from './check';

/** Packages of which a second copy would not see what was registered in the first. */
const SINGLE = ['caspy', 'reflect-metadata', 'cassandra-driver', 'class-validator', 'class-transformer'];

const OLDEST_NODE = [20, 19] as const;

/** Node, caspy and its peers, before anything of the project is loaded. */
export function checkInstallation(version: string, directory: string): Check[] {
  return [checkNode(process.versions.node), ok('caspy', `caspy ${version}`), checkDriver(), ...checkCopies(directory)];
}

/** @param node a version such as `20.19.0` */
export function checkNode(node: string): Check {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const fits = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (fits) return ok('node', `Node ${node}`);
  return failure('node', `Node ${node} is too old.`, `Install Node ${OLDEST_NODE.join('.')} or newer.`);
}

function checkDriver(): Check {
  const version = versionOf('cassandra-driver');
  if (version === undefined) {
    return failure('driver', 'cassandra-driver is not installed.', 'npm install cassandra-driver');
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 4 && minor >= 9) return ok('driver', `cassandra-driver ${version}`);
  return warning('driver', `cassandra-driver ${version} was not tested with caspy.`, 'npm install cassandra-driver@4');
}

/** Packages that the project finds elsewhere than caspy does. */
export function checkCopies(directory: string): Check[] {
  const project = createRequire(join(directory, 'noop.js'));
  const twice = SINGLE.flatMap((name) => {
    const own = locate(require, name);
    const theirs = locate(project, name);
    return own === undefined || theirs === undefined || own === theirs ? [] : [{ name, paths: [theirs, own] }];
  });
  if (twice.length === 0) return [ok('copies', 'One copy each of caspy and its peers')];
  return twice.map(({ name, paths }) =>
    finding(
      'copies',
      `There are two copies of ${name}: ${paths.join(' and ')}.`,
      `Run npx caspy in the project, then \`npm ls ${name}\` and \`npm dedupe\`: what one copy registers the other does not see.`,
    ),
  );
}

function locate({ resolve }: Pick<NodeJS.Require, 'resolve'>, name: string): string | undefined {
  try {
    return realpathSync(dirname(resolve(name)));
  } catch {
    return undefined;
  }
}
