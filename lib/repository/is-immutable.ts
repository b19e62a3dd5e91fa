import type { CqlType } from '../types/cql-type';

/** Whether no program can change a value of this type in place, whatever form it is read in. */
export function isImmutable(type: CqlType): boolean {
  return type.kind === 'scalar' && type.name !== 'timestamp' && type.name !== 'blob';
}
