import type { Client } from 'cassandra-driver';
import { types } from 'cassandra-driver';

/** A bind marker as the server understands it. */
export interface PreparedParameter {
  /** The name of a `:name` marker, or of the column that a `?` is for. */
  readonly name: string;
  /** As CQL text. */
  readonly type: string;
}

interface PrepareHandler {
  getPrepared(client: Client, loadBalancing: unknown, cql: string, keyspace: string | undefined): Promise<unknown>;
}

const HANDLER = 'cassandra-driver/lib/prepare-handler.js';

/**
 * Prepares a statement and answers its bind markers, in their order. The driver prepares only when it executes, so this
 * calls the part of it that does; undefined where another version of the driver has no such part, and for a statement
 * that cannot be prepared, whose execution says best why.
 */
export async function preparedParameters(client: Client, cql: string): Promise<PreparedParameter[] | undefined> {
  try {
    await client.connect();
    const handler = ((await import(HANDLER)) as { readonly default: PrepareHandler }).default;
    const profiles: unknown = Reflect.get(client, 'profileManager');
    const balancing = (profiles as { getDefaultLoadBalancing(): unknown }).getDefaultLoadBalancing();
    return readColumns(await handler.getPrepared(client, balancing, cql, client.keyspace));
  } catch {
    return undefined;
  }
}

/** Its typings leave this function out, which is exported all the same. */
interface TypeNames {
  getDataTypeNameByCode(type: unknown): string;
}

interface ColumnInfo {
  readonly name: string;
  readonly type: unknown;
}

function readColumns(prepared: unknown): PreparedParameter[] | undefined {
  const { meta } = prepared as { readonly meta?: { readonly columns?: readonly ColumnInfo[] } };
  const names = types as unknown as TypeNames;
  return meta?.columns?.map(({ name, type }) => ({ name, type: names.getDataTypeNameByCode(type) }));
}
