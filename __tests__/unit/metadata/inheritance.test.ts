import { ClusteringKey, Column, Index, PartitionKey, Table } from '../../../lib/index';
import { buildTables } from '../../../lib/metadata/build-tables';
import type { EntityClass } from '../../../lib/metadata/table-metadata';
import { faultsOf, tableOf } from '../support/models';

abstract class Dated {
  @Column() createdAt!: Date;
  @Index() @Column() createdBy!: string;
}

abstract class Tenanted extends Dated {
  @PartitionKey() tenant!: string;
  @Column('int') version!: number;
}

describe('inheritance', () => {
  test('columns of parents come first, outermost first, and an abstract parent needs no @Table', () => {
    @Table()
    class Order extends Tenanted {
      @ClusteringKey('timeuuid') id!: string;
      @Column() item!: string;
    }
    const { columns, indexes } = tableOf(Order);
    expect(columns.map(({ property }) => property)).toEqual([
      'tenant',
      'id',
      'createdAt',
      'createdBy',
      'version',
      'item',
    ]);
    expect(columns.map(({ path }) => path)).toContain('Order.createdAt');
    expect(indexes.map(({ name }) => name)).toEqual(['order_created_by_idx']);
  });

  test('a property declared again replaces the inherited one, in its place', () => {
    @Table()
    class Order extends Tenanted {
      @Column('bigint', { name: 'v' }) override version!: never;
      @Column() item!: string;
    }
    const { columns, byProperty } = tableOf(Order);
    expect(columns.map(({ name }) => name)).toEqual(['tenant', 'created_at', 'created_by', 'v', 'item']);
    expect(byProperty.get('version')).toMatchObject({ cqlType: 'bigint', name: 'v' });
  });

  test('a property declared again replaces the inherited index too', () => {
    @Table()
    class Plain extends Tenanted {
      @Column() override createdBy!: string;
    }
    @Table()
    class Indexed extends Tenanted {
      @Index({ using: 'legacy' }) @Column() override createdBy!: string;
    }
    expect(tableOf(Plain).indexes).toEqual([]);
    expect(tableOf(Indexed).indexes.map(({ using }) => using)).toEqual(['legacy']);
  });

  test('a subclass does not change its parent or its sisters', () => {
    @Table()
    class Base {
      @PartitionKey() id!: string;
    }
    @Table()
    class First extends Base {
      @Column() a!: string;
    }
    @Table()
    class Second extends Base {
      @Column() b!: string;
    }
    const names = [Base, First, Second].map((target) => tableOf<object>(target).columns.map(({ name }) => name));
    expect(names).toEqual([['id'], ['id', 'a'], ['id', 'b']]);
  });

  test('@Table is not inherited', () => {
    @Table()
    class Base {
      @PartitionKey() id!: string;
    }
    class Derived extends Base {}
    expect(faultsOf(Derived)).toEqual(['Derived: is not decorated with @Table(), so it is no entity.']);
  });
});

describe('identity', () => {
  function declare(column: string): EntityClass {
    @Table(`user_${column}`)
    class User {
      @PartitionKey() id!: string;
    }
    Column('text')(User.prototype, column);
    return User;
  }

  test('two classes of one name are two entities', () => {
    const [first, second] = [declare('first'), declare('second')];
    const tables = buildTables([first, second, first]);
    expect(tables.size).toBe(2);
    expect(tables.get(first)?.columns.map(({ name }) => name)).toEqual(['id', 'first']);
    expect(tables.get(second)?.columns.map(({ name }) => name)).toEqual(['id', 'second']);
  });

  test('the registry hangs on globalThis and is keyed by class', () => {
    const target = declare('third');
    const registry: unknown = Reflect.get(globalThis, Symbol.for('caspy.registry'));
    expect(registry).toMatchObject({ version: 1, classes: expect.any(Map) });
    const { classes } = registry as { classes: Map<object, { columns: { property: string }[] }> };
    expect(classes.get(target)?.columns.map(({ property }) => property)).toEqual(['id', 'third']);
    expect(classes.has(declare('third'))).toBe(true);
    expect([...classes.keys()]).not.toContain('User');
  });

  test('metadata is frozen', () => {
    const table = tableOf(declare('fourth'));
    expect(Object.isFrozen(table)).toBe(true);
    expect(Object.isFrozen(table.columns[0])).toBe(true);
    expect(Object.isFrozen(table.columns)).toBe(true);
    expect(Object.isFrozen(table.primaryKey)).toBe(true);
    expect(Object.isFrozen(table.indexes)).toBe(true);
  });
});
