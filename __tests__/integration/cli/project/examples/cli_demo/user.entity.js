const { Column, Index, PartitionKey, Table } = require('caspy');

// Compiled by hand: the command loads what a TypeScript compiler leaves behind.
class User {}
const user = User.prototype;
PartitionKey('uuid')(user, 'id');
Column('text')(user, 'username');
Index()(user, 'username');
Column('text')(user, 'email');
Index()(user, 'email');
Column('boolean')(user, 'isActive');
Index()(user, 'isActive');
Column('int')(user, 'age');
Column('bigint')(user, 'balance');
Column('set<text>')(user, 'tags');
Index()(user, 'tags');
Column('map<text, int>')(user, 'scores');
Column('blob')(user, 'avatar');
Column('timestamp')(user, 'createdAt');
Table('users')(User);

exports.User = User;
