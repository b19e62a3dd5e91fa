import { indexClass, indexKind } from '../metadata/index-kind';
import type { IndexUsing } from '../metadata/options';

const SAI_CLASS = 'org.apache.cassandra.index.sai.StorageAttachedIndex';

/** The full name of the class behind `using`, in its one spelling; undefined for a legacy index. */
export function fullIndexClass(using: IndexUsing): string | undefined {
  return indexKind(using) === 'sai' ? SAI_CLASS : indexClass(using);
}

/** The class of an index on a server, which keeps the name that it was given: `sai`, a short or a full one. */
export function canonicalIndexClass(stored: string): string {
  // A name that is none of these words is a class, which stays what it is.
  return fullIndexClass(stored.toLowerCase() === 'sai' ? 'sai' : (stored as IndexUsing)) ?? stored;
}

/** How a class is written behind `USING`: the short name, which all versions know, where there is one. */
export function usingName(className: string): string {
  return className === SAI_CLASS ? (indexClass('sai') ?? className) : className;
}
