import { optionClauses } from '../create-table';
import type { TableModel } from '../model';
import { qualified } from './qualified';
import { isSameOption } from './same-option';
import type { SchemaChange } from './schema-change';
import { safe } from './schema-change';

/** One change for all options that are wanted and differ; none when there are none. */
export function alterOptions(
  wanted: Pick<TableModel, 'name' | 'options' | 'entity'>,
  actual: Pick<TableModel, 'options'>,
  keyspace: string,
  what: 'TABLE' | 'MATERIALIZED VIEW',
): SchemaChange[] {
  const different = Object.entries(wanted.options).filter(
    ([name, text]) => !isSameOption(name, text, actual.options[name]),
  );
  if (different.length === 0) return [];
  const subject = `${keyspace}.${wanted.name}`;
  const before = different.flatMap(([name]) => {
    const text = actual.options[name];
    return text === undefined ? [] : [[name, text] as const];
  });
  const alter = (options: TableModel['options']): string =>
    `ALTER ${what} ${qualified(keyspace, wanted.name)} WITH ${optionClauses(options).join(' AND ')}`;
  const list = different.map(([name, text]) => `${name} is ${actual.options[name] ?? 'unset'}, wanted ${text}`);
  return [
    safe({
      kind: 'alter-options',
      subject,
      entity: wanted.entity,
      message: `${subject} has other options: ${list.join('; ')}.`,
      cql: [alter(Object.fromEntries(different))],
      inverse: before.length === 0 ? [] : [alter(Object.fromEntries(before))],
    }),
  ];
}
