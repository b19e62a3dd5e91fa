import { ConflictException, NotFoundException } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Flight } from '../../../../examples/nestjs/src/flights/flight.entity';
import { FlightsService } from '../../../../examples/nestjs/src/flights/flights.service';
import { EntityNotFoundError, PageTokenError } from 'caspy';
import { getRepositoryToken } from 'caspy/nestjs';
import { FakeRepository } from 'caspy/testing';

const day = '2001-03-09';
const key = { origin: 'ORD', day, departure: '09:01', destination: 'LGA', sequence: 1 };

let service: FlightsService;

beforeEach(async () => {
  const flights = new FakeRepository(Flight);
  const module = await Test.createTestingModule({
    providers: [FlightsService, { provide: getRepositoryToken(Flight), useValue: flights }],
  }).compile();
  service = module.get(FlightsService);
  const others = [
    { departure: '10:00', delay: 90 },
    { departure: '12:30', delay: 61 },
    { departure: '13:00', delay: 200 },
  ];
  await flights.save([
    flights.create({ ...key, delay: 3, distance: 733 }),
    ...others.map((other) => flights.create({ ...key, ...other, distance: 733 })),
    flights.create({ ...key, day: '2001-03-10', delay: 500, distance: 733 }),
  ]);
});

test('a board comes page by page', async () => {
  const first = await service.page('ORD', { day, size: 3 });
  expect(first.items.map(({ departure }) => departure)).toEqual(['09:01:00', '10:00:00', '12:30:00']);
  const second = await service.page('ORD', { day, size: 3, after: first.next! });
  expect(second.items.map(({ departure }) => departure)).toEqual(['13:00:00']);
  expect(second.next).toBeNull();
});

test('a page token of another board is refused', async () => {
  const { next } = await service.page('ORD', { day, size: 1 });
  await expect(service.page('LGA', { day, size: 1, after: next! })).rejects.toThrow(PageTokenError);
});

test('a board begins at a time', async () => {
  const { items } = await service.page('ORD', { day, size: 10, from: '12:00' });
  expect(items.map(({ departure }) => departure)).toEqual(['12:30:00', '13:00:00']);
});

test('the worst delays of a day come first', async () => {
  const delays = await service.delays({ day, minimum: 61, limit: 2 });
  expect(delays.map(({ delay }) => delay)).toEqual([200, 90]);
});

test('a flight is added once, as planned', async () => {
  const flight = { ...key, sequence: 2, delay: 0, distance: 733 };
  await expect(service.add(flight)).resolves.toMatchObject({ sequence: 2, status: 'planned' });
  await expect(service.add(flight)).rejects.toThrow(ConflictException);
});

test('a change writes what it names', async () => {
  await expect(service.change(key, { status: 'boarding' })).resolves.toMatchObject({ status: 'boarding', delay: 3 });
  await expect(service.change(key, { delay: 10 })).resolves.toMatchObject({ status: 'boarding', delay: 10 });
});

test('a change with another expectation is refused, and writes nothing', async () => {
  await expect(service.change(key, { delay: 10, expectedDelay: 4 })).rejects.toThrow(ConflictException);
  await expect(service.get(key)).resolves.toMatchObject({ delay: 3 });
});

test('a change never makes a flight', async () => {
  const nobody = { ...key, sequence: 7 };
  await expect(service.change(nobody, { delay: 10 })).rejects.toThrow(NotFoundException);
  await expect(service.change(nobody, { delay: 10, expectedDelay: 3 })).rejects.toThrow(NotFoundException);
  await expect(service.get(nobody)).rejects.toThrow(EntityNotFoundError);
});
