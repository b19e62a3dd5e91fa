import { either, isAny, isInt, isText, none, omitted } from './accepted';
import { callable, isFunction } from './callable';
import type { Case, Slot } from './cases';
import { slot } from './cases';
import { FLAG, optionSlots, RAW, synchronizeSlots } from './options';
import type { DataSource } from 'caspy';

const SELECT = 'SELECT id, seq FROM hostile_target WHERE id = ?';

export function dataSourceCases(dataSource: DataSource): Record<string, Case> {
  return {
    'DataSource.initialize': 'takes no input',
    'DataSource.destroy': 'takes no input',
    'DataSource.getRepository': [slot('class', none, (target) => dataSource.getRepository(target))],
    'DataSource.hasMetadata': [slot('class', isAny, (target) => dataSource.hasMetadata(target))],
    'DataSource.getMetadata': [slot('class', none, (target) => dataSource.getMetadata(target))],
    'DataSource.execute': [
      { ...slot('cql', none, (cql) => dataSource.execute(cql)), isCql: true },
      { ...slot('params', omitted, (params) => dataSource.execute(SELECT, params)), isCql: true },
      { ...slot('a parameter', isText, (param) => dataSource.execute(SELECT, [param])), isCql: true },
      ...optionSlots(RAW, (options) => dataSource.execute(SELECT, ['a'], options)),
    ],
    'DataSource.useKeyspace': [
      { ...slot('keyspace', none, (keyspace) => dataSource.useKeyspace(keyspace)), isCql: true },
    ],
    'DataSource.withKeyspace': [
      {
        ...slot('keyspace', none, (keyspace) =>
          dataSource.withKeyspace(keyspace, () => dataSource.execute(SELECT, ['a'])),
        ),
        isCql: true,
      },
      slot('work', isFunction, (work) => dataSource.withKeyspace('hostile', callable(work))),
    ],
    'DataSource.lazyRepository': [slot('class', none, (target) => dataSource.lazyRepository(target).find())],
    'DataSource.runMigrations': migrationSlots((options) => dataSource.runMigrations(options)),
    'DataSource.revertMigration': migrationSlots((options) => dataSource.revertMigration(options)),
    'DataSource.showMigrations': 'takes no input',
    'DataSource.generateMigration': [slot('options', none, (options) => dataSource.generateMigration(options))],
    'DataSource.getSession': 'takes no input',
    'DataSource.synchronize': synchronizeSlots((options) => dataSource.synchronize(options)),
    'DataSource.readSchema': 'takes no input',
    'DataSource.refreshUserTypes': 'takes no input',
    'DataSource.health': 'takes no input',
    'DataSource.metrics': 'takes no input',
    'DataSource.toJSON': 'takes no input',
  };
}

const isString = (value: unknown): boolean => typeof value === 'string';

/** There is no migration to run, so that what is taken does nothing. */
function migrationSlots(call: (options: never) => unknown): Slot[] {
  return optionSlots(
    [
      ['dryRun', FLAG],
      ['fake', FLAG],
      ['allowDestructive', either(FLAG, (value) => Array.isArray(value) && value.every(isString))],
      ['allowDegraded', FLAG],
      ['to', (value) => isString(value) && value !== ''],
      ['wait', (value) => Number.isFinite(value) && Number(value) >= 0],
      ['lockTtl', (value) => isInt(value) && Number(value) >= 5 && Number(value) <= 86_400],
      ['signal', none],
      ['uncertain', none],
      ['onEvent', isFunction],
    ],
    call,
  );
}
