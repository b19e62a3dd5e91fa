import { ConfigurationError } from '../errors';
import type { TableMetadata } from '../metadata/table-metadata';
import type { Executor } from './entity-table';

/** An executor that sends no writes: those of a materialized view. What is read goes through unchanged. */
export function readOnlyExecutor({ name, view }: TableMetadata, executor: Executor): Executor {
  if (view === undefined) return executor;
  const refuse = (operation: string): Promise<never> => {
    const message = `${operation}: ${name} is a materialized view, which is only read. Write to ${view.base().name}.`;
    return Promise.reject(new ConfigurationError(message, { code: 'CASPY_READ_ONLY' }));
  };
  return {
    execute: (statement, params, options) =>
      statement.kind === 'read' || statement.kind === 'raw'
        ? executor.execute(statement, params, options)
        : refuse(statement.operation),
    executeBatch: () => refuse('batch'),
  };
}
