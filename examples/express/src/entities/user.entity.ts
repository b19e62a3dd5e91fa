import { Column, CreateDateColumn, PartitionKey, Table, VersionColumn } from 'caspy';

@Table({ comment: 'Users by id' })
export class User {
  @PartitionKey('uuid', { generated: 'uuid' }) userId!: string;
  @Column() username!: string;
  @Column() email!: string;
  @Column({ default: true }) isActive!: boolean;
  @CreateDateColumn() createdAt!: Date;
  /** A change names the version that it was made of, so that nobody overwrites what they have not seen. */
  @VersionColumn() version!: number;
}
