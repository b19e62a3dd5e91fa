import { types } from 'cassandra-driver';
import { Column, PartitionKey, Table } from '../../../lib/index';
import { tableOf } from '../support/models';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIMEUUID = /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-/;

@Table()
class Sample {
  @PartitionKey('uuid', { generated: 'uuid' }) id!: string;
  @Column('timeuuid', { generated: 'timeuuid' }) time!: string;
  @Column('uuid', { generated: 'uuid' }) driverId!: types.Uuid;
  @Column('timeuuid', { generated: 'timeuuid' }) driverTime!: types.TimeUuid;
  @Column('uuid', {
    generated: 'uuid',
    transformer: { to: (id) => String(id).slice('user:'.length), from: (id) => `user:${String(id)}` },
  })
  prefixed!: string;
  @Column('int', { default: 0 }) zero!: number;
  @Column('boolean', { default: false }) off!: boolean;
  @Column('set<text>', { default: () => new Set(['new']) }) tags!: Set<string>;
  @Column() none!: string;
}

const { byProperty } = tableOf(Sample);
const initial = (property: string): unknown => byProperty.get(property)?.initial?.();

describe('generated values have the form that the property reads', () => {
  test.each([
    ['id', UUID],
    ['time', TIMEUUID],
  ])('%s is a string', (property, form) => {
    expect(initial(property)).toMatch(form);
    expect(initial(property)).not.toBe(initial(property));
  });

  test.each([
    ['driverId', types.Uuid],
    ['driverTime', types.TimeUuid],
  ])('%s is an instance of the driver’s class', (property, form) => {
    expect(initial(property)).toBeInstanceOf(form);
  });

  test('they go through the transformer', () => {
    const value = initial('prefixed');
    expect(value).toMatch(/^user:/);
    expect(String(byProperty.get('prefixed')?.transformer?.to(value))).toMatch(UUID);
  });
});

describe('defaults', () => {
  test('falsy ones count', () => {
    expect(initial('zero')).toBe(0);
    expect(initial('off')).toBe(false);
  });

  test('a function makes a new value each time', () => {
    expect(initial('tags')).toEqual(new Set(['new']));
    expect(initial('tags')).not.toBe(initial('tags'));
  });

  test('none is none', () => {
    expect(byProperty.get('none')?.initial).toBeUndefined();
  });
});
