import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject, type Project } from './support/project';
import { runCaspy, runShell } from './support/run-caspy';

// Each test starts processes, on machines with other work to do.
jest.setTimeout(120_000);

let project: Project;

const ENTITIES = `const caspy = require('caspy');
const { ChildEntity, ClusteringKey, Column, CounterColumn, MaterializedView, PartitionKey, Table, TableInheritance } = caspy;
class Visit {} PartitionKey('text')(Visit.prototype, 'page'); CounterColumn()(Visit.prototype, 'hits');
Table('visits')(Visit);
class Animal {} PartitionKey('text')(Animal.prototype, 'owner'); ClusteringKey('text')(Animal.prototype, 'name');
Column('text')(Animal.prototype, 'kind'); TableInheritance({ column: 'kind' })(Animal); Table('animals')(Animal);
class Dog extends Animal {} Column('text')(Dog.prototype, 'breed'); ChildEntity('dog')(Dog);
class Cat extends Animal {} Column('int')(Cat.prototype, 'lives'); ChildEntity('cat')(Cat);
class AnimalByName {} PartitionKey('text')(AnimalByName.prototype, 'name'); ClusteringKey('text')(AnimalByName.prototype, 'owner');
Column('text')(AnimalByName.prototype, 'kind'); MaterializedView(() => Animal, { name: 'animals_by_name' })(AnimalByName);
Object.assign(exports, { Visit, Animal, Dog, Cat, AnimalByName });
`;

const run = (...args: string[]) => runCaspy(project, args);

beforeAll(async () => {
  project = createProject();
  project.seed();
  project.write('examples/kinds.entity.js', ENTITIES);
  const sync = await run('schema', 'sync');
  if (sync.code !== 0) throw new Error(sync.stderr);
  await run('visit', 'update', '-f', 'page=/', '-s', 'hits+=9007199254740993');
  project.write(
    'animals.ndjson',
    [
      '{"owner":"ana","name":"rex","kind":"dog","breed":"collie"}',
      '{"owner":"ana","name":"tom","kind":"cat","lives":9}',
      '{"owner":"eva","name":"ash"}',
      '',
    ].join('\n'),
  );
  const seeded = await run('import', 'animal', 'animals.ndjson');
  if (seeded.code !== 0) throw new Error(seeded.stderr);
});

afterAll(() => project.remove());

describe('counters', () => {
  it('are exported as they are', async () => {
    expect(await run('export', 'visit')).toMatchObject({ code: 0, stdout: 'page,hits\n/,9007199254740993\n' });
  });

  it('are not imported, and the way to add to them is named', async () => {
    project.write('visits.csv', 'page,hits\n/,1\n');
    const { code, stdout, stderr } = await run('import', 'visit', 'visits.csv');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'Error: Visit holds counters, which cannot be set, only added to.\n' +
        `  Add to them: caspy visit update --filter … --set 'field+=1'.\n`,
    );
    expect((await run('export', 'visit')).stdout).toContain('9007199254740993');
  });
});

describe('views', () => {
  it('are exported', async () => {
    const { code, stdout } = await run('export', 'AnimalByName');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n').toSorted()).toEqual([
      'ash,eva,Animal',
      'name,owner,kind',
      'rex,ana,dog',
      'tom,ana,cat',
    ]);
  });

  it('are not imported; the table beneath is named', async () => {
    expect(await run('import', 'AnimalByName', 'animals.ndjson')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'Error: AnimalByName is a materialized view, which Cassandra fills.\n  Import Animal.\n',
    });
  });
});

describe('entities in one table', () => {
  it('are queried each by itself', async () => {
    const line = ['-f', 'owner=ana', '--select', 'name', '--format', 'ndjson'];
    expect(await run('dog', 'filter', ...line)).toMatchObject({ code: 0, stdout: '{"name":"rex"}\n' });
    expect(await run('animal', 'count', '-f', 'owner=ana')).toMatchObject({ code: 0, stdout: '2\n' });
    expect(await run('AnimalByName', 'get', '-f', 'name=tom', '--json')).toMatchObject({
      code: 0,
      stdout: '{"name":"tom","owner":"ana","kind":"cat"}\n',
    });
  });

  it('a child exports its own rows and columns, the parent those of all', async () => {
    expect(await run('export', 'dog')).toMatchObject({
      code: 0,
      stdout: 'owner,name,kind,breed\nana,rex,dog,collie\n',
    });
    const { stdout } = await run('export', 'animal');
    expect(stdout.trimEnd().split('\n').toSorted()).toEqual([
      'ana,rex,dog,collie,',
      'ana,tom,cat,,9',
      'eva,ash,Animal,,',
      'owner,name,kind,breed,lives',
    ]);
  });

  it('a child imports rows of its kind: one that says nothing becomes one, a sister is rejected', async () => {
    project.write('dogs.csv', 'owner,name,kind,breed\nzoe,max,,pug\nzoe,kit,cat,none\nzoe,bo,dog,\n');
    expect(await run('import', 'dog', 'dogs.csv')).toMatchObject({ code: 1 });
    expect(JSON.parse(readFileSync(join(project.folder, 'dogs.csv.rejected.ndjson'), 'utf8'))).toEqual({
      line: 3,
      reason: 'Dog.kind is of another entity: here it is dog',
      record: { owner: 'zoe', name: 'kit', kind: 'cat', breed: 'none' },
    });
    const { stdout } = await run('dog', 'filter', '-f', 'owner=zoe', '--select', 'name,kind,breed', '--format', 'csv');
    expect(stdout).toBe('name,kind,breed\nbo,dog,\nmax,dog,pug\n');
  });
});

describe('the name of the file', () => {
  it.each(['import', 'export'])('%s refuses an empty one: a variable that is not set is no pipe', async (command) => {
    const { code, stdout, stderr } = await runShell(project, `caspy ${command} dog "$NOT_SET" < animals.ndjson`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('Error: The name of the file is empty.\n  Name a file, or - for a pipe.\n');
  });

  it('- is a pipe', async () => {
    const line = 'caspy export dog - --format ndjson | caspy import dog - --format ndjson --json';
    expect(await runShell(project, line)).toMatchObject({ code: 0, stdout: '{"imported":3,"rejected":0}\n' });
  });
});

it('a quote in the wrong place costs its own line, which stands in the file of rejected rows', async () => {
  const rows = ['owner,name,breed', 'qu,ok1,"a ""b"""', 'qu,bad1,"x"y', 'qu,ok2,c', 'qu,bad2,x"y', 'qu,ok3,d', ''];
  project.write('quotes.csv', rows.join('\n'));
  expect(await run('import', 'dog', 'quotes.csv')).toMatchObject({ code: 1 });
  const rejected = readFileSync(join(project.folder, 'quotes.csv.rejected.ndjson'), 'utf8').trim().split('\n');
  expect(rejected.map((line) => JSON.parse(line) as unknown)).toEqual([
    { line: 3, reason: 'has a quote in the wrong place', record: 'qu,bad1,"x"y' },
    { line: 5, reason: 'has a quote in the wrong place', record: 'qu,bad2,x"y' },
  ]);
  const { stdout } = await run('dog', 'filter', '-f', 'owner=qu', '--select', 'name,breed', '--format', 'ndjson');
  expect(stdout).toBe('{"name":"ok1","breed":"a \\"b\\""}\n{"name":"ok2","breed":"c"}\n{"name":"ok3","breed":"d"}\n');
  expect(existsSync(join(project.folder, 'quotes.csv.checkpoint.json'))).toBe(false);
});
