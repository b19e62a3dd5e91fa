import { ClusteringKey, Column, Index, PartitionKey, Table } from '../../../lib/index';
import type { ColumnOptions, IndexOptions, TableOptions, TypeSpec } from '../../../lib/index';
import type { EntityClass } from '../../../lib/metadata/table-metadata';

export type Decorate = (prototype: object) => void;

/** A class with a partition key `id`, a clustering key `seq`, and whatever `decorate` adds. */
export function sample(decorate: Decorate, options: TableOptions = {}): EntityClass {
  @Table(options)
  class Sample {
    @PartitionKey() id!: string;
    @ClusteringKey('int') seq!: number;
  }
  decorate(Sample.prototype);
  return Sample;
}

/** Options as somebody writes them who is not held back by types. */
export const loose = (options: object): ColumnOptions & TableOptions & IndexOptions => options;

export const column =
  (type: TypeSpec, options: object = {}): Decorate =>
  (prototype) =>
    Column(type, loose(options))(prototype, 'x');
export const clustering =
  (type: TypeSpec, options: object = {}): Decorate =>
  (prototype) =>
    ClusteringKey(type, loose(options))(prototype, 'x');
export const indexed =
  (type: TypeSpec, ...indexes: readonly object[]): Decorate =>
  (prototype) => {
    Column(type)(prototype, 'x');
    for (const options of indexes) Index(loose(options))(prototype, 'x');
  };
