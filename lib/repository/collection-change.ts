import { ValidationError } from '../errors';
import type { Change } from '../query/changes';
import { Add, Append, Prepend, Put, Remove, RemoveKey, SetAt } from '../query/changes';
import { didYouMean } from '../suggest';
import { describeValue } from '../types/describe-value';
import { isListOfValues } from '../types/is-list-of-values';
import { isRecord } from '../types/is-record';

/** What `updateCollection` does to a collection, by the collection's type. */
export type CollectionChange<V> =
  V extends ReadonlyMap<infer K, infer T>
    ? { readonly put?: ReadonlyMap<K, T>; readonly remove?: Iterable<K>; readonly setAt?: readonly [K, T | null] }
    : V extends ReadonlySet<infer T>
      ? { readonly add?: Iterable<T>; readonly remove?: Iterable<T> }
      : V extends readonly (infer T)[]
        ? {
            readonly add?: Iterable<T>;
            readonly append?: Iterable<T>;
            readonly prepend?: Iterable<T>;
            readonly remove?: Iterable<T>;
            readonly setAt?: readonly [number, T | null];
          }
        : V extends Readonly<Record<string, infer T>>
          ? {
              readonly put?: Readonly<Record<string, T>>;
              readonly remove?: Iterable<string>;
              readonly setAt?: readonly [string, T | null];
            }
          : never;

const NAMES = ['add', 'remove', 'append', 'prepend', 'put', 'setAt'] as const;

/**
 * The changes of an `updateCollection`, in the order of CQL's terms.
 *
 * @throws ValidationError for an unknown name, or when nothing is to be changed.
 */
export function readCollectionChange(change: object, isMap: boolean): readonly Change[] {
  if (!isRecord(change)) {
    throw new ValidationError(
      `updateCollection() takes a change such as { add: ['x'] }, not ${describeValue(change)}.`,
    );
  }
  const changes = Object.entries(change).flatMap(([name, value]) =>
    value === undefined ? [] : [readOne(name, value, isMap)],
  );
  if (changes.length > 0) return changes;
  throw new ValidationError(`updateCollection() names no change. Give one of ${NAMES.join(', ')}.`);
}

function readOne(name: string, value: unknown, isMap: boolean): Change {
  switch (name) {
    case 'add':
      return Add(...items(name, value));
    case 'remove':
      return isMap ? RemoveKey(...items(name, value)) : Remove(...items(name, value));
    case 'append':
      return Append(...items(name, value));
    case 'prepend':
      return Prepend(...items(name, value));
    case 'put':
      // A Map or an object; Put() tells them apart and refuses others, the codec of the column checks what is inside.
      return Put(value as Readonly<Record<string, unknown>>);
    case 'setAt': {
      const [place, element] = items(name, value);
      return SetAt(place, element);
    }
    default:
      throw new ValidationError(`updateCollection() knows no '${name}'.${didYouMean(name, NAMES)}`);
  }
}

function items(name: string, value: unknown): readonly unknown[] {
  // A string is iterable, but `add: 'python'` means one element, not six.
  if (isListOfValues(value)) return [...value];
  throw new ValidationError(`updateCollection(): '${name}' takes a list, such as ['python'].`);
}
