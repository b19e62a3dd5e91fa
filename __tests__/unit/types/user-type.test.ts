import fc from 'fast-check';
import { Column, list, map, PartitionKey, set, Table, tuple, UserType, vector } from '../../../lib/index';
import { bindUserTypes } from '../../../lib/metadata/bind-user-types';
import type { EntityClass } from '../../../lib/metadata/table-metadata';
import { userTypeField } from '../../../lib/query/user-type-field';
import { CodecFault } from '../../../lib/types/codec';
import { parseText } from '../../../lib/types/parse-text';
import { tableOf } from '../support/models';
import { valuesOf } from './support/arbitrary-values';
import { driver, toDriver, typeInfo } from './support/driver-codec';

@UserType()
class Point {
  @Column('double') x!: number;
  @Column('double') y!: number;
}

@UserType()
class Address {
  @Column() street!: string;
  @Column('int', { name: 'zip_code' }) zip!: number;
  @Column(list('text')) tags!: string[];
  @Column(() => Point) point!: Point;
  @Column('text', {
    transformer: { to: (value) => JSON.stringify(value), from: (value): unknown => JSON.parse(String(value)) },
  })
  extra!: unknown;
}

@Table()
class Person {
  @PartitionKey('int') id!: number;
  @Column(() => Address, { frozen: true }) address!: Address;
  @Column(() => Point) point!: Point;
  @Column(list(() => Address)) all!: Address[];
  @Column(set(() => Point)) points!: Set<Point>;
  @Column(
    map(
      () => Point,
      () => Address,
    ),
  )
  byPoint!: Map<Point, Address>;
  @Column(tuple('int', () => Point)) pair!: [number, Point];
  @Column(vector(() => Point, 2)) two!: Point[];
}

const table = tableOf(Person);
const column = (property: string) => table.byProperty.get(property)!;

function readBack(property: string, value: unknown): unknown {
  const { codec, type } = column(property);
  const decoded = driver.decode(codec.encode(value), typeInfo(type));
  return codec.decode === undefined ? decoded : codec.decode(decoded);
}

function faultOf(work: () => unknown): CodecFault | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof CodecFault) return error;
    throw error;
  }
}

const address = (values: object): Address => Object.assign(new Address(), values);

describe('values of user-defined types', () => {
  it.each(['point', 'points', 'pair', 'two'])('%s: what is written is what is read', (property) => {
    fc.assert(
      fc.property(valuesOf(column(property).type), (value) => {
        expect(readBack(property, value)).toEqual(value);
      }),
    );
  });

  it.each(['point', 'pair', 'two'])('%s: the same bytes as the driver', (property) => {
    const { type, codec } = column(property);
    fc.assert(
      fc.property(valuesOf(type), (value) => {
        const stock = driver.encode(toDriver(type, value), typeInfo(type));
        expect(codec.encode(value).toString('hex')).toBe(stock?.toString('hex'));
      }),
    );
  });

  it('instances and plain objects are the same; instances come back, nested too', () => {
    const values = { street: 'a', zip: 1, tags: ['x'], point: { x: 1, y: 2 }, extra: { deep: [1] } };
    const { encode } = column('address').codec;
    expect(encode(values).equals(encode(address(values)))).toBe(true);
    const read = readBack('address', values);
    expect(read).toEqual(values);
    expect(read).toBeInstanceOf(Address);
    expect(read).toHaveProperty('point', expect.any(Point));
    const byPoint = readBack('byPoint', new Map([[{ x: 0, y: 1 }, values]])) as Map<unknown, unknown>;
    expect([...byPoint]).toEqual([[expect.any(Point), expect.any(Address)]]);
  });

  it('what is undefined or null is null, in the bytes too; a null collection is empty', () => {
    const nulls = '00000001' + '61' + 'ffffffff'.repeat(4);
    const { encode } = column('address').codec;
    expect(encode({ street: 'a' }).toString('hex')).toBe(nulls);
    expect(encode({ street: 'a', zip: null, point: undefined }).toString('hex')).toBe(nulls);
    expect(readBack('address', { street: 'a' })).toEqual({
      street: 'a',
      zip: null,
      tags: [],
      point: null,
      extra: null,
    });
  });

  it('a value that was stored before fields were added has fewer of them', () => {
    const decoded = driver.decode(Buffer.from('0000000161', 'hex'), typeInfo(column('address').type));
    expect(column('address').codec.decode?.(decoded)).toEqual(
      address({ street: 'a', zip: null, tags: [], point: null, extra: null }),
    );
  });

  it('takes no field from what an object inherits', () => {
    @UserType()
    class Odd {
      @Column('text', { name: 'constructor' }) maker!: string;
      @Column('text') toString!: never;
    }
    @Table()
    class Holder {
      @PartitionKey('int') id!: number;
      @Column(() => Odd, { frozen: true }) odd!: Odd;
    }
    const { encode, decode } = tableOf(Holder).byProperty.get('odd')!.codec;
    expect(encode({}).toString('hex')).toBe('ffffffffffffffff');
    expect(decode?.({})).toEqual({ maker: null, toString: null });
  });

  const faults: readonly [string, unknown, string, RegExp][] = [
    ['address', { street: 5 }, '.street', /expected a string, got a whole number/],
    ['address', { zip: '1' }, '.zip', /got a string/],
    ['address', { zipp: 1 }, '.zipp', /expected a field of Address, got a property that is none/],
    ['address', { point: { x: 'a' } }, '.point.x', /expected a number/],
    ['address', 'text', '', /expected an instance of Address or a plain object, got a string/],
    ['address', new Map(), '', /got a Map/],
    ['address', [], '', /got an array/],
    ['address', new Point(), '', /got a Point/],
    ['all', [{}, { tags: [null] }], '[1].tags[0]', /collections cannot hold null/],
    ['pair', [1, { y: true }], '[1].y', /got a boolean/],
    ['byPoint', new Map([[{}, { zip: 1.5 }]]), '[0].value.zip', /fractional/],
  ];
  it.each(faults)('%s refuses %j at %s', (property, value, inner, message) => {
    const encode = () => column(property).codec.encode(value);
    expect(faultOf(encode)).toMatchObject({ inner, message: expect.stringMatching(message) });
  });
});

describe('the order of the server', () => {
  const bytes = (fields: readonly string[] | undefined, value: unknown): string => {
    const layouts = { fieldsOf: (_: string, name: string) => (name === 'point' ? fields : undefined) };
    const bound = bindUserTypes(table, { keyspace: 'k', layouts });
    return bound.byProperty.get('point')!.codec.encode(value).toString('hex');
  };
  const X = '00000008' + '3ff0000000000000';
  const Y = '00000008' + '4000000000000000';
  const NULL = 'ffffffff';

  it.each<[readonly string[], string]>([
    [['x', 'y'], X + Y],
    [['y', 'x'], Y + X],
    [['y', 'z', 'x'], Y + NULL + X],
    [['x', 'y', 'z'], X + Y + NULL],
  ])('%j', (fields, expected) => {
    expect(bytes(fields, { x: 1, y: 2 })).toBe(expected);
  });

  it('a field that the server lacks is refused only where a value would be lost', () => {
    expect(bytes(['x'], { x: 1 })).toBe(X);
    expect(() => bytes(['x'], { x: 1, y: 2 })).toThrow(/ALTER TYPE point ADD y double/);
  });

  it('a type that the server did not know is refused', () => {
    expect(() => bytes(undefined, {})).toThrow(/expected the type point to be known in keyspace k.*refreshUserTypes/);
  });

  it('follows types that are read again', () => {
    let fields = ['x', 'y'];
    const bound = bindUserTypes(table, { keyspace: 'k', layouts: { fieldsOf: () => fields } });
    const { encode } = bound.byProperty.get('pair')!.codec;
    const before = encode([1, { x: 1, y: 2 }]).toString('hex');
    fields = ['y', 'x'];
    expect(encode([1, { x: 1, y: 2 }]).toString('hex')).not.toBe(before);
  });

  it('keeps the parts of a table together, and leaves other tables alone', () => {
    const home = { keyspace: 'k', layouts: { fieldsOf: () => [] } };
    const bound = bindUserTypes(table, home);
    expect(bound.partitionKey[0]).toBe(bound.columns[0]);
    expect(bound.byProperty.get('point')).toBe(bound.columns.find(({ name }) => name === 'point'));
    @Table()
    class Plain {
      @PartitionKey('int') id!: number;
    }
    const plain = tableOf(Plain as EntityClass);
    expect(bindUserTypes(plain, home)).toBe(plain);
  });

  it('refuses a type of another keyspace', () => {
    @UserType({ keyspace: 'a' })
    class Owned {
      @Column() x!: string;
    }
    @Table()
    class Holder {
      @PartitionKey('int') id!: number;
      @Column(() => Owned) x!: Owned;
    }
    const bind = () => bindUserTypes(tableOf(Holder), { keyspace: 'b', layouts: { fieldsOf: () => [] } });
    expect(bind).toThrow(/uses Owned, a type of keyspace 'a'/);
  });
});

describe('userTypeField', () => {
  it('gives name, type and bytes of a field', () => {
    const field = userTypeField(column('point'), 'x');
    expect(field).toMatchObject({ cqlName: 'x', cqlType: 'double' });
    expect(field.encode(1)?.toString('hex')).toBe('3ff0000000000000');
    expect([field.encode(null), field.encode(undefined)]).toEqual([null, null]);
  });

  it('names the place of a wrong value', () => {
    expect(() => userTypeField(column('point'), 'x').encode('1')).toThrow(/^Person\.point\.x does not fit double/);
  });

  it.each([
    ['point', 'z', /Point has no field 'z'/],
    ['address', 'zip', /frozen value is replaced as a whole/],
    ['id', 'zip', /Person\.id is int, so it has no field 'zip'/],
    ['all', 'zip', /so it has no field/],
  ])('%s.%s is refused', (property, field, message) => {
    expect(() => userTypeField(column(property), field)).toThrow(message);
  });
});

describe('parseText of user-defined types', () => {
  it('reads JSON by property names, nested', () => {
    const text = '{"street": "a", "zip": 7, "tags": ["x"], "point": {"x": "1.5", "y": null}, "extra": "[1]"}';
    const value = parseText(column('address').type, text);
    expect(value).toBeInstanceOf(Address);
    expect(value).toEqual({ street: 'a', zip: 7, tags: ['x'], point: { x: 1.5, y: null }, extra: [1] });
    expect(readBack('address', value)).toEqual(value);
  });

  it.each([
    ['{"zip_code": 1}', '.zip_code', /field of Address/],
    ['{"point": {"x": "a"}}', '.point.x', /number/],
    ['[]', '', /expected a JSON object for frozen<address>, got an array/],
  ])('%s is refused at %s', (text, inner, message) => {
    const parse = () => parseText(column('address').type, text);
    expect(faultOf(parse)).toMatchObject({ inner, message: expect.stringMatching(message) });
  });
});
