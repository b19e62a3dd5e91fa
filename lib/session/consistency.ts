import { types } from 'cassandra-driver';
import type { ConsistencyLevel } from '../metadata/options';

/** The numbers of the native protocol by the names of CQL. */
export const CONSISTENCY_CODES: Readonly<Record<ConsistencyLevel, types.consistencies>> = {
  ANY: types.consistencies.any,
  ONE: types.consistencies.one,
  TWO: types.consistencies.two,
  THREE: types.consistencies.three,
  QUORUM: types.consistencies.quorum,
  ALL: types.consistencies.all,
  LOCAL_QUORUM: types.consistencies.localQuorum,
  EACH_QUORUM: types.consistencies.eachQuorum,
  SERIAL: types.consistencies.serial,
  LOCAL_SERIAL: types.consistencies.localSerial,
  LOCAL_ONE: types.consistencies.localOne,
};

const NAMES = new Map<number, string>(Object.entries(CONSISTENCY_CODES).map(([name, code]) => [code, name]));

/** Whether a string names a consistency level; case counts. */
export function isConsistency(name: string): name is ConsistencyLevel {
  return Object.hasOwn(CONSISTENCY_CODES, name);
}

/** `LOCAL_QUORUM` for 6; the number itself when the protocol has no such level. */
export function consistencyName(code: unknown): string {
  return NAMES.get(Number(code)) ?? String(code);
}
