import { suggestScalar } from '../../../lib/types/suggest-scalar';

describe('suggestScalar', () => {
  it.each([
    ['interger', 'int'],
    ['integer', 'int'],
    ['string', 'text'],
    ['String', 'text'],
    ['strnig', 'text'],
    ['number', 'int or double'],
    ['datetime', 'timestamp'],
    ['long', 'bigint'],
    ['bool', 'boolean'],
    ['json', 'text, a map or a user-defined type'],
    ['timestmap', 'timestamp'],
    ['tex', 'text'],
    ['decmal', 'decimal'],
    ['uid', 'uuid'],
    ['addresses', undefined],
    ['phone_number', undefined],
    ['x'.repeat(100_000), undefined],
    ['', undefined],
  ])('%s -> %s', (name, expected) => {
    expect(suggestScalar(name)).toBe(expected);
  });
});
