import { join } from 'node:path';

/** The folder of the benchmarks; compiled files are two folders below. */
export const FOLDER = join(__dirname, '../..');

/** Packages that only the benchmarks need; in a folder of their own, so that `caspy` still means this package here. */
export const PACKAGES = join(FOLDER, 'packages');
