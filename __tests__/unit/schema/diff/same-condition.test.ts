import { isSameCondition } from '../../../../lib/schema/diff/same-condition';

test.each([
  ['a IS NOT NULL AND b IS NOT NULL', 'b is not null and a is not null', true],
  ['a IS NOT NULL AND a = 1', 'a = 1', true],
  ['a IS NOT NULL AND b = 1', 'b = 1', false],
  [`a > 'x' AND a IS NOT NULL`, `a > 'X'`, false],
  [`"A" = 1`, 'a = 1', false],
])('%s / %s: %s', (one, other, same) => {
  expect(isSameCondition(one, other)).toBe(same);
  expect(isSameCondition(other, one)).toBe(same);
});
