import { isAny, isText, none, omitted } from './accepted';
import type { Case } from './cases';
import { slot } from './cases';
import { optionSlots, RAW, synchronizeSlots } from './options';
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
    'DataSource.getSession': 'takes no input',
    'DataSource.synchronize': synchronizeSlots((options) => dataSource.synchronize(options)),
    'DataSource.readSchema': 'takes no input',
    'DataSource.refreshUserTypes': 'takes no input',
    'DataSource.health': 'takes no input',
    'DataSource.metrics': 'takes no input',
    'DataSource.toJSON': 'takes no input',
  };
}
