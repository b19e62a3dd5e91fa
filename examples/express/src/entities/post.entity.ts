import { ClusteringKey, Column, PartitionKey, Table } from 'caspy';

/** One partition holds the posts of one author, the newest first. */
@Table({ comment: 'Posts by author, newest first' })
export class Post {
  @PartitionKey('uuid') authorId!: string;
  @ClusteringKey('timeuuid', { order: 'DESC', generated: 'timeuuid' }) postId!: string;
  @Column() title!: string;
  @Column() content!: string;
  @Column('set<text>') tags!: Set<string>;
}
