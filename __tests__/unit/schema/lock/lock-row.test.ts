import { OURS, scripted, uncertain, unknownKeyspace, unknownTable } from './support/scripted-row';

// A schema change reaches the nodes one by one, and each request may go to another node.
it('asks again when the node that is asked what became of an uncertain attempt does not know the table yet', async () => {
  const { row, sent } = scripted([uncertain(), unknownTable(), OURS]);
  await expect(row.tryTake()).resolves.toBeUndefined();
  expect(sent).toEqual(['INSERT', 'SELECT', 'SELECT']);
});

it('takes and gives back by nodes that learn of the table in between', async () => {
  const { row, sent } = scripted([unknownTable(), { rows: [], applied: true }, unknownTable(), { rows: [] }]);
  await expect(row.tryTake()).resolves.toBeUndefined();
  await row.release();
  expect(sent).toEqual(['INSERT', 'INSERT', 'DELETE', 'DELETE']);
});

it('asks again when the node does not know the keyspace yet', async () => {
  const { row, sent } = scripted([unknownKeyspace(), { rows: [], applied: true }]);
  await expect(row.tryTake()).resolves.toBeUndefined();
  expect(sent).toEqual(['INSERT', 'INSERT']);
});

it('tells why an uncertain attempt failed when nobody has the lock', async () => {
  const { row } = scripted([uncertain(), { rows: [] }]);
  await expect(row.tryTake()).rejects.toThrow('no answer in time');
});
