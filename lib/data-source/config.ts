import type { DataSourceOptions } from './options';

/** What `caspy.config.ts` exports by default: the options of a data source, or a function that answers them. */
export type CaspyConfig = DataSourceOptions | (() => DataSourceOptions | Promise<DataSourceOptions>);

/**
 * The config as it was given; it is there for the type checker and the editor, in JavaScript too.
 *
 * Globs in `entities` start at the folder of the config file and name compiled files: the file itself is read by jiti,
 * which cannot compile decorated classes.
 *
 * @example
 * ```ts
 * // caspy.config.ts
 * import { defineConfig } from 'caspy';
 *
 * export default defineConfig({
 *   contactPoints: ['127.0.0.1'],
 *   localDataCenter: 'datacenter1',
 *   keyspace: 'chat',
 *   entities: ['dist/**\/*.entity.js'],
 * });
 * ```
 */
export function defineConfig<const C extends CaspyConfig>(config: C): C {
  return config;
}
