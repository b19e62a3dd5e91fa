import { BaseEntity, Column, Index, PartitionKey, Table } from 'caspy';

@Table()
export class Post extends BaseEntity {
  @PartitionKey('uuid', { generated: 'uuid' }) postId!: string;
  @Index() @Column('uuid') authorId!: string;
  @Column() title!: string;
  @Column() content!: string;
  @Column({ default: () => new Date() }) createdAt!: Date;
}
