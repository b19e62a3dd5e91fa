import { BaseEntity, Column, Index, PartitionKey, Table } from 'caspy';

@Table()
export class User extends BaseEntity {
  @PartitionKey('uuid', { generated: 'uuid' }) userId!: string;
  @Index() @Column() username!: string;
  @Index() @Column() email!: string;
  @Index() @Column({ default: true }) isActive!: boolean;
  @Column('set<text>') tags!: Set<string>;
  @Column({ default: () => new Date() }) createdAt!: Date;
}
