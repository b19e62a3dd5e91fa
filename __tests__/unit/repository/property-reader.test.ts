import { Column, PartitionKey, Table } from '../../../lib/index';
import { propertyReader } from '../../../lib/repository/property-reader';
import { tableOf } from '../support/models';

@Table()
class Sample {
  @PartitionKey('uuid') id!: string;
  @Column({ type: 'text', name: 'quoted' }) '"]; throw 1; //'!: string;
  @Column('int') get size(): number {
    return 3;
  }
  set size(_: number) {
    throw new Error('not to be set');
  }
}

const { columns } = tableOf(Sample);

test.each([
  ['generated', globalThis.Function],
  [
    'without code generation',
    class {
      constructor() {
        throw new EvalError('Code generation from strings disallowed for this context');
      }
    },
  ],
])('%s: the values of all columns in their order, through accessors too', (_, constructor) => {
  const original = globalThis.Function;
  globalThis.Function = constructor as FunctionConstructor;
  try {
    const read = propertyReader(columns);
    const entity = Object.assign(new Sample(), { id: 'a', '"]; throw 1; //': 'b' });
    expect(read(entity)).toEqual(columns.map(({ property }): unknown => Reflect.get(entity, property)));
    expect(read(entity)).toHaveLength(3);
    expect(read({ id: 'a' })).toContain(undefined);
  } finally {
    globalThis.Function = original;
  }
});
