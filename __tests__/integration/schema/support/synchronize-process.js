// A process of its own on the built package: synchronizes when it is told to, says what came of it, and ends.
const {
  ClusteringKey,
  Column,
  DataSource,
  Index,
  list,
  MaterializedView,
  PartitionKey,
  Table,
  UserType,
} = require('../../../../dist/lib');

/** A class whose properties are decorated as told. */
function make(decorate, columns) {
  class Made {}
  for (const [property, ...decorators] of columns) for (const each of decorators) each(Made.prototype, property);
  decorate(Made);
  return Made;
}

const Address = make(UserType('address'), [
  ['street', Column('text')],
  ['city', Column('text')],
]);

function entitiesOf(model) {
  const more = model === 'new' ? [['added', Column('text')]] : [];
  const User = make(Table('user'), [
    ['id', PartitionKey('text')],
    ['email', Column('text'), Index()],
    ['homes', Column(list(() => Address))],
    ...more,
  ]);
  const others = Array.from({ length: 4 }, (_, index) =>
    make(Table(`other_${index}`), [
      ['id', PartitionKey('text')],
      ['at', ClusteringKey('timestamp', { order: 'DESC' })],
      ['value', Column('int'), Index({ using: 'legacy' })],
    ]),
  );
  const ByEmail = make(
    MaterializedView(() => User, { name: 'by_email' }),
    [
      ['email', PartitionKey('text')],
      ['id', ClusteringKey('text')],
    ],
  );
  return [User, ...others, ByEmail];
}

process.once('message', async ({ model, options }) => {
  const dataSource = new DataSource({ ...options, entities: entitiesOf(model), synchronize: true });
  try {
    await dataSource.initialize();
    const { changes, skipped } = await dataSource.synchronize();
    process.send({ changes: changes.length, skipped: skipped.length });
  } catch (error) {
    process.send({ error: String(error) });
  }
  await dataSource.destroy();
  process.disconnect();
});
process.send('ready');
