const { BeforeInsert, ClusteringKey, Column, PartitionKey, Table, UserType, VersionColumn } = require('caspy');

// Compiled by hand: the command loads what a TypeScript compiler leaves behind.
class Address {}
Column('text')(Address.prototype, 'street');
Column('list<frozen<map<text, int>>>', { frozen: true })(Address.prototype, 'floors');
UserType('address')(Address);

const COLUMNS = {
  ...{ a: 'ascii', b: 'bigint', c: 'blob', d: 'boolean', e: 'date', f: 'decimal', g: 'double', h: 'duration' },
  ...{ i: 'float', j: 'inet', k: 'int', l: 'smallint', m: 'text', n: 'time', o: 'timestamp', p: 'timeuuid' },
  ...{ q: 'tinyint', r: 'uuid', s: 'varint', tags: 'set<text>', marks: 'list<double>', counts: 'map<text, bigint>' },
  frozenTags: 'frozen<set<text>>',
  byBytes: 'map<blob, text>',
  byTime: 'map<timestamp, frozen<list<decimal>>>',
  deep: 'map<int, frozen<map<text, frozen<set<duration_free>>>>>'.replace('duration_free', 'uuid'),
  pair: 'tuple<int, text, frozen<list<blob>>>',
  pairs: 'list<frozen<tuple<int, text>>>',
  vector: 'vector<float, 3>',
  words: 'vector<text, 2>',
};

function everything(name, table) {
  const target = { [name]: class {} }[name];
  PartitionKey('uuid')(target.prototype, 'partition');
  ClusteringKey('int', { order: 'DESC' })(target.prototype, 'row');
  Column('text', { static: true })(target.prototype, 'shared');
  for (const [property, type] of Object.entries(COLUMNS)) Column(type)(target.prototype, property);
  Column(() => Address, { frozen: true })(target.prototype, 'address');
  Column('list<frozen<address>>')(target.prototype, 'addresses');
  // What follows must not touch the data of an export or an import.
  const hash = { to: (value) => (value === null ? null : `hash of ${value}`), from: () => 'hidden' };
  Column({ type: 'text', transformer: hash, select: false })(target.prototype, 'secret');
  Column('text', { default: 'none' })(target.prototype, 'filled');
  VersionColumn()(target.prototype, 'version');
  target.prototype.refuse = function refuse() {
    if (name === 'Twin') throw new Error('A hook ran.');
  };
  BeforeInsert()(target.prototype, 'refuse', Object.getOwnPropertyDescriptor(target.prototype, 'refuse'));
  Table(table)(target);
  return target;
}

exports.Address = Address;
exports.Everything = everything('Everything', 'everything');
exports.Twin = everything('Twin', 'twin');
