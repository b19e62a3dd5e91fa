import { BadRequestException, HttpException } from '@nestjs/common';
import { ParseTimeUuidPipe, ParseUuidPipe } from 'caspy/nestjs';

const AT = { type: 'param', data: 'id' } as const;
const V1 = 'c4d6f1e0-8f2b-11ee-b9d1-0242ac120002';
const V4 = '9b2d5f3a-4c1e-4b7a-8f6d-2e1c3b4a5d6f';
const V7 = '018f3d3a-7c1e-7b7a-8f6d-2e1c3b4a5d6f';
const NIL = '00000000-0000-0000-0000-000000000000';

test.each([V1, V4, V7, NIL])('every version is a key of type uuid: %s', (id) => {
  expect(new ParseUuidPipe().transform(id.toUpperCase(), AT)).toBe(id);
});

test.each(['', 'abc', V4.slice(1), `${V4}0`, `${V4}\n`, V4.replaceAll('-', ''), 7, null, undefined, [V4]])(
  'is no uuid: %p',
  (value) => {
    const parse = (): string => new ParseUuidPipe().transform(value, AT);
    expect(parse).toThrow(HttpException);
    expect(parse).toThrow('id is not a UUID');
  },
);

test('a timeuuid is of version 1', () => {
  expect(new ParseTimeUuidPipe().transform(V1, AT)).toBe(V1);
  for (const other of [V4, V7, NIL]) {
    expect(() => new ParseTimeUuidPipe().transform(other, AT)).toThrow('id is not a UUID of version 1');
  }
});

test('options', () => {
  const status = new ParseUuidPipe({ errorHttpStatusCode: 404 });
  expect(failure(() => status.transform('x', AT))).toMatchObject({ status: 404 });
  const own = new ParseUuidPipe({ exceptionFactory: (message) => new BadRequestException(`own: ${message}`) });
  expect(() => own.transform('x', { type: 'query' })).toThrow('own: The value is not a UUID');
  expect(new ParseUuidPipe({ optional: true }).transform(undefined, AT)).toBeUndefined();
});

function failure(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
