import type { IndexUsing } from './options';

const SAI_CLASS = 'StorageAttachedIndex';
const SASI_CLASS = 'org.apache.cassandra.index.sasi.SASIIndex';

/** The kinds that caspy knows by a short word, under every name that Cassandra takes for them. */
const KINDS: ReadonlyMap<string, IndexUsing> = new Map([
  [SAI_CLASS, 'sai'],
  [`org.apache.cassandra.index.sai.${SAI_CLASS}`, 'sai'],
  [SASI_CLASS, 'sasi'],
]);

/** One name for each kind of index: a class that caspy knows becomes its short word. */
export function indexKind(using: IndexUsing): IndexUsing {
  return KINDS.get(using) ?? using;
}

/** The class in `USING '…'`; undefined for a legacy index, which has none. */
export function indexClass(using: IndexUsing): string | undefined {
  if (using === 'legacy') return undefined;
  if (using === 'sai') return SAI_CLASS;
  return using === 'sasi' ? SASI_CLASS : using;
}
