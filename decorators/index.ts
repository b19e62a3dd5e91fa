export { ClusteringKey } from './clustering-key';
export { Column } from './column';
export { Index } from './entity-index';
export { PartitionKey } from './partition-key';
export { StaticColumn } from './static-column';
export { Table } from './table';
