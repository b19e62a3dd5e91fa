import type { PrimaryKey } from '../metadata/primary-key';
import type { FilterableWhere, OrderOf } from '../query/typed-keys';
import type { Nearest } from '../query/where';
import type { FindOptions, FindPageOptions, PageRequest, ReadShape, Selection } from './options';

/** Conditions and order, checked against the static `keys` of the class; `F` is whether filtering was asked for. */
interface KeyedOptions<E, K, W, F> {
  readonly where?: FilterableWhere<E, K, W, F>;
  readonly order?: OrderOf<E, K> | undefined;
  readonly allowFiltering?: F;
}

/** What `find` and its kin take. */
export type FindOptionsOf<E, K, S extends Selection<E> | undefined, W, F> = K extends PrimaryKey
  ? ReadShape<S> & KeyedOptions<E, K, W, F> & { readonly annOf?: Nearest<E> | undefined }
  : FindOptions<E, S>;

/** What `findPage` takes. */
export type FindPageOptionsOf<E, K, S extends Selection<E> | undefined, W, F> = K extends PrimaryKey
  ? Omit<ReadShape<S>, 'fetchSize'> & KeyedOptions<E, K, W, F> & PageRequest
  : FindPageOptions<E, S>;

/** What `count` and `exists` take. */
export type CountOptionsOf<E, K, W, F> = K extends PrimaryKey
  ? Omit<ReadShape<undefined>, 'select'> & Omit<KeyedOptions<E, K, W, F>, 'order'>
  : Omit<FindOptions<E>, 'select' | 'order' | 'annOf'>;
