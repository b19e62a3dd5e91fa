import { ConfigurationError } from '../errors';
import type { TableMetadata } from '../metadata/table-metadata';
import type { Executor } from './entity-table';

/** An executor that sends no writes: those of a materialized view. What is read goes through unchanged. */
export function readOnlyExecutor(table: TableMetadata, executor: Executor): Executor {
  if (table.view === undefined) return executor;
  const refuse = (operation: string): Promise<never> => Promise.reject(readOnlyError(table, operation));
  return {
    execute: (statement, params, options) =>
      statement.kind === 'read' || statement.kind === 'raw'
        ? executor.execute(statement, params, options)
        : refuse(statement.operation),
    executeBatch: () => refuse('batch'),
    ring: () => executor.ring?.() ?? Promise.resolve(undefined),
  };
}

/** What every write to a materialized view comes to. */
export function readOnlyError({ name, view }: TableMetadata, operation: string): ConfigurationError {
  const base = view?.base().name ?? 'its table';
  const message = `${operation}: ${name} is a materialized view, which is only read. Write to ${base}.`;
  return new ConfigurationError(message, { code: 'CASPY_READ_ONLY' });
}
