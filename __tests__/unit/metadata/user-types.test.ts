import {
  ClusteringKey,
  Column,
  frozen,
  Index,
  list,
  map,
  PartitionKey,
  set,
  Table,
  tuple,
  UserType,
} from '../../../lib/index';
import type { TypeSpec } from '../../../lib/index';
import { buildTables } from '../../../lib/metadata/build-tables';
import { userTypesOf } from '../../../lib/metadata/user-types-of';
import { createType } from '../../../lib/schema/create-type';
import { typeModel } from '../../../lib/schema/entity-model';
import { faultsIn, faultsOf, tableOf } from '../support/models';

type Class = new () => object;

/** A user-defined type with one field `x`, decorated as told. */
function typeWith(name: string, decorate: (prototype: object, property: string) => void): Class {
  const Made = { [name]: class {} }[name]!;
  decorate(Made.prototype, 'x');
  UserType()(Made);
  return Made;
}

/** A table with one column `x` of a type. */
function tableWith(type: TypeSpec, options: object = {}): Class {
  class Holder {}
  PartitionKey('int')(Holder.prototype, 'id');
  Column(type, options)(Holder.prototype, 'x');
  Table()(Holder);
  return Holder;
}

const typeOfX = (type: TypeSpec, options: object = {}): string | undefined =>
  tableOf(tableWith(type, options)).byProperty.get('x')?.cqlType;

@UserType()
class GeoPoint {
  @Column('double') x!: number;
}

@UserType('Mixed Case')
class Named {
  @Column('text', { name: 'Field "One"' }) one!: string;
  @Column(() => GeoPoint) point!: GeoPoint;
  @Column(map('text', () => GeoPoint)) points!: Map<string, GeoPoint>;
}

describe('user-defined types in columns', () => {
  it.each<[string, TypeSpec, object, string]>([
    ['not frozen', () => GeoPoint, {}, 'geo_point'],
    ['frozen by option', () => GeoPoint, { frozen: true }, 'frozen<geo_point>'],
    ['frozen by builder', frozen(() => Named), {}, 'frozen<"Mixed Case">'],
    ['list', list(() => GeoPoint), {}, 'list<frozen<geo_point>>'],
    [
      'set in map',
      map(
        'text',
        set(() => GeoPoint),
      ),
      {},
      'map<text, frozen<set<frozen<geo_point>>>>',
    ],
    ['map key', map(() => GeoPoint, 'int'), {}, 'map<frozen<geo_point>, int>'],
    [
      'tuple',
      tuple(
        'int',
        () => GeoPoint,
        () => Named,
      ),
      {},
      'frozen<tuple<int, frozen<geo_point>, frozen<"Mixed Case">>>',
    ],
    ['CQL text', 'frozen<list<geo_point>>', {}, 'frozen<list<frozen<geo_point>>>'],
    ['CQL text with quotes', 'frozen<"Mixed Case">', {}, 'frozen<"Mixed Case">'],
    ['CQL text with keyspace', 'k.geo_point', {}, 'geo_point'],
  ])('%s', (_, type, options, expected) => {
    expect(typeOfX(type, options)).toBe(expected);
  });

  it('a class may be declared after its use', () => {
    class Early {}
    PartitionKey('int')(Early.prototype, 'id');
    Column(() => Later)(Early.prototype, 'x');
    Table()(Early);
    @UserType()
    class Later {
      @Column() y!: string;
    }
    expect(tableOf(Early).byProperty.get('x')?.cqlType).toBe('later');
  });

  it('fields are inherited, and the naming strategy names type and fields', () => {
    @UserType()
    class FarPoint extends GeoPoint {
      @Column('int') farAway!: number;
    }
    const table = tableOf(
      tableWith(() => FarPoint),
      { typeName: (name) => `t_${name}`, columnName: (name) => `c_${name}` },
    );
    expect(userTypesOf(table).map((type) => createType(typeModel(type), 'K'))).toEqual([
      'CREATE TYPE IF NOT EXISTS "K"."t_FarPoint" (c_x double, "c_farAway" int)',
    ]);
  });

  it('types are created in the order in which they need each other', () => {
    expect(
      userTypesOf(tableOf(tableWith(frozen(() => Named)))).map((type) => createType(typeModel(type), 'k')),
    ).toEqual([
      'CREATE TYPE IF NOT EXISTS k.geo_point (x double)',
      'CREATE TYPE IF NOT EXISTS k."Mixed Case" ("Field ""One""" text, point frozen<geo_point>, ' +
        'points map<text, frozen<geo_point>>)',
    ]);
  });

  it('names that CREATE TYPE keeps for itself are quoted', () => {
    const Complex = typeWith('Complex', Column('int'));
    expect(typeOfX(() => Complex)).toBe('"complex"');
  });
});

describe('faults of user-defined types', () => {
  const held = (name: string, decorate: (prototype: object, property: string) => void, options: object = {}) =>
    faultsOf(tableWith(() => typeWith(name, decorate), options));

  const fields: readonly [string, (prototype: object, property: string) => void, RegExp][] = [
    ['a key', PartitionKey('int'), /^F1\.x: is a key, and a user-defined type has none/],
    ['a clustering key', ClusteringKey('int', { order: 'ASC' }), /^F1\.x: is a key/],
    ['static', Column('int', { static: true }), /^F1\.x: 'static' is for columns of tables/],
    ['a default', Column('int', { default: 1 }), /^F1\.x: 'default' is for columns of tables/],
    ['an unknown option', Column('int', { nmae: 'y' } as object), /^F1\.x: 'nmae' is no option.*Did you mean 'name'/],
    ['a counter', Column('counter'), /^F1\.x: is a counter/],
    ['an unknown type', Column('frobnicator'), /^F1\.x: 'frobnicator' is no CQL type/],
    ['no name', Column('int', { name: '' }), /^F1\.x: the field name is empty/],
    ['__proto__', Column('int', { name: '__proto__' }), /^F1\.x: '__proto__' cannot be a field/],
    ['a wrong class', Column('int', { as: Date }), /^F1\.x: int is read as Number/],
  ];
  it.each(fields)('a field that is %s', (_, decorate, message) => {
    expect(held('F1', decorate)).toEqual([expect.stringMatching(message)]);
  });

  it('an index inside', () => {
    const decorate = (prototype: object, property: string): void => {
      Column('int')(prototype, property);
      Index()(prototype, property);
    };
    expect(held('F2', decorate)).toEqual([expect.stringMatching(/^F2\.x: is in a user-defined type/)]);
  });

  it('no fields, and an empty name', () => {
    class Empty {}
    UserType('', { keyspaze: 'k' } as object)(Empty);
    expect(faultsOf(tableWith(() => Empty))).toEqual([
      expect.stringMatching(/^Empty: 'keyspaze' is no option of @UserType\(\)\. Did you mean 'keyspace'/),
      expect.stringMatching(/^Empty: the name of the type is empty/),
      expect.stringMatching(/^Empty: has no fields/),
    ]);
  });

  it('two fields of one name', () => {
    @UserType()
    class Twice {
      @Column() a!: string;
      @Column('text', { name: 'a' }) b!: string;
    }
    expect(faultsOf(tableWith(() => Twice))).toEqual([
      expect.stringMatching(/^Twice\.b: has the same field name as Twice\.a/),
    ]);
  });

  it('a cycle is told once, with its way', () => {
    @UserType()
    class Alpha {
      @Column(() => Beta) beta!: object;
    }
    @UserType()
    class Beta {
      @Column(list(() => Alpha)) alphas!: Alpha[];
    }
    expect(
      faultsOf(
        tableWith(() => Alpha),
        tableWith(() => Beta),
      ),
    ).toEqual([expect.stringMatching(/^Beta\.alphas: makes a cycle of user-defined types.*: Alpha -> Beta -> Alpha/)]);
  });

  it('faults of a type are told once, for however many tables', () => {
    const Broken = typeWith('Broken', Column('counter'));
    expect(
      faultsOf(
        tableWith(() => Broken),
        tableWith(list(() => Broken)),
      ),
    ).toHaveLength(1);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no @UserType', () => Date, /^Holder\.x: .* gives Date, which carries no @UserType/],
    ['undefined', () => undefined, /^Holder\.x: .* gives a undefined.*import each other/],
    [
      'a function that throws',
      () => {
        throw new ReferenceError('too early');
      },
      /^Holder\.x: .*failed: too early/,
    ],
  ])('a class that is %s', (_, reference, message) => {
    // As JavaScript may call it.
    expect(faultsOf(tableWith(reference as () => Class))).toEqual([expect.stringMatching(message)]);
  });

  it('an open collection inside a type that is not frozen', () => {
    const Open = typeWith('Open', Column('list<int>'));
    expect(faultsOf(tableWith(() => Open))).toEqual([
      expect.stringMatching(/^Holder\.x: holds the collection Open\.x/),
    ]);
    expect(faultsOf(tableWith(() => Open, { frozen: true }))).toEqual([]);
    expect(held('Closed', Column('list<int>', { frozen: true }))).toEqual([]);
  });

  it('a key that is not frozen, or holds a duration', () => {
    const Slow = typeWith('Slow', Column('duration'));
    const keyed = (options: object): Class => {
      class Keyed {}
      PartitionKey(() => Slow, options)(Keyed.prototype, 'id');
      Table()(Keyed);
      return Keyed;
    };
    expect(faultsOf(keyed({}))).toEqual([expect.stringMatching(/^Keyed\.id: a duration has no order/)]);
    expect(faultsOf(keyed({ frozen: true }))).toEqual([expect.stringMatching(/a duration has no order/)]);
    class Open {}
    PartitionKey(() => GeoPoint)(Open.prototype, 'id');
    Table()(Open);
    expect(faultsOf(Open)).toEqual([expect.stringMatching(/^Open\.id: a user-defined type in the key must be frozen/)]);
  });

  it('a property of another class', () => {
    expect(faultsOf(tableWith(() => GeoPoint, { as: Named }))).toEqual([
      expect.stringMatching(/^Holder\.x: geo_point is read as GeoPoint, not as Named/),
    ]);
    expect(faultsOf(tableWith(() => GeoPoint, { as: Object }))).toEqual([]);
  });

  it('two classes of one type name, and a name in CQL text that both have', () => {
    const One = typeWith('SameName', Column('int'));
    const Two = typeWith('SameName', Column('int'));
    class Both {}
    PartitionKey('int')(Both.prototype, 'id');
    Column(() => One)(Both.prototype, 'one');
    Column(() => Two)(Both.prototype, 'two');
    Table()(Both);
    expect(faultsOf(Both)).toEqual([
      expect.stringMatching(/^SameName: has the same type name 'same_name' as SameName/),
    ]);
    expect(faultsOf(tableWith('same_name'))).toEqual([
      expect.stringMatching(/^Holder\.x: 2 classes have the type name 'same_name'/),
    ]);
  });

  it('a misspelt name, with the nearest one', () => {
    expect(faultsOf(tableWith('geo_piont'))).toEqual([expect.stringMatching(/Did you mean geo_point\?$/)]);
  });

  it('a type of another keyspace', () => {
    @UserType({ keyspace: 'a' })
    class Owned {
      @Column() x!: string;
    }
    class Foreign {}
    PartitionKey('int')(Foreign.prototype, 'id');
    Column(() => Owned)(Foreign.prototype, 'x');
    Table({ keyspace: 'b' })(Foreign);
    expect(faultsIn(() => buildTables([Foreign]))).toEqual([
      expect.stringMatching(/^Foreign: uses the type Owned of keyspace 'a', but is in 'b'/),
    ]);
  });

  it('@Table and @UserType on one class', () => {
    const Mixed = typeWith('Mixed', Column('int'));
    Table()(Mixed);
    expect(faultsOf(tableWith(() => Mixed))).toEqual([expect.stringMatching(/^Mixed: carries both/)]);
  });

  it('a type may be given beside tables, and is checked', () => {
    expect(buildTables([GeoPoint]).size).toBe(0);
    expect(faultsOf(typeWith('Alone', Column('counter')))).toEqual([expect.stringMatching(/^Alone\.x: is a counter/)]);
  });

  it('a property without a type whose class is known says what to write', () => {
    const decorate = (): void => {
      class Untyped {
        @Column() point!: GeoPoint;
      }
      new Untyped();
    };
    expect(faultsIn(decorate)).toEqual([expect.stringMatching(/^Untyped\.point: .*@Column\(\(\) => GeoPoint\)/)]);
  });
});
