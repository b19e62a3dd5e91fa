const { ClusteringKey, Column, PartitionKey, Table } = require('caspy');

class Post {}
const post = Post.prototype;
PartitionKey('uuid')(post, 'authorId');
ClusteringKey('int', { order: 'DESC' })(post, 'number');
Column('text')(post, 'title');
Table('posts')(Post);

exports.Post = Post;
