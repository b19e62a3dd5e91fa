import type { Contestant } from './contestant';
import { Sample, type SampleValues } from './sample.entity';
import type { DataSource } from 'caspy';

/** The repository, as an application uses it. */
export function caspyContestant(dataSource: DataSource, samples: readonly SampleValues[]): Contestant {
  const repository = dataSource.getRepository(Sample);
  const entities = samples.map((values) => repository.create(values));
  const at = (index: number): Sample => entities[index] ?? raise(index);
  return {
    name: 'caspy',
    save: (index) => repository.save(at(index)),
    get: (index) => repository.get({ id: at(index).id }),
    mark: (age) => {
      for (const entity of entities) entity.age = age;
    },
  };
}

function raise(index: number): never {
  throw new RangeError(`There is no sample ${index}.`);
}
