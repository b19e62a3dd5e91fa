import { parseFilter } from '../../../../lib/cli/filters/parse-filter';

const isField = (name: string): boolean => ['age', 'name', 'is__old', 'is'].includes(name);

describe('parseFilter', () => {
  it.each([
    ['name=ada', 'name', '=', 'ada'],
    ['name=', 'name', '=', ''],
    ['name=a=b', 'name', '=', 'a=b'],
    ['name=a>=b', 'name', '=', 'a>=b'],
    ['name="a b"', 'name', '=', '"a b"'],
    ['name=line\nbreak', 'name', '=', 'line\nbreak'],
    ['age>=5', 'age', '>=', '5'],
    ['age<=5', 'age', '<=', '5'],
    ['age>5', 'age', '>', '5'],
    ['age<-5', 'age', '<', '-5'],
    [' age >= 5', 'age', '>=', ' 5'],
    ['age__gt=5', 'age', '>', '5'],
    ['age__gte=5', 'age', '>=', '5'],
    ['age__lt=5', 'age', '<', '5'],
    ['age__lte=5', 'age', '<=', '5'],
    ['age__exact=5', 'age', '=', '5'],
    ['age__in=1,2', 'age', 'in', '1,2'],
    ['name__contains=x', 'name', 'contains', 'x'],
    ['name__contains_key=x', 'name', 'contains_key', 'x'],
    ['is__old=true', 'is__old', '=', 'true'],
    ['is__old__in=true', 'is__old', 'in', 'true'],
    ['nothing=1', 'nothing', '=', '1'],
    ['no__thing=1', 'no__thing', '=', '1'],
    ['__gte=1', '__gte', '=', '1'],
  ])('reads %j', (filter, field, operator, text) => {
    expect(parseFilter(filter, isField)).toEqual({ field, operator, text });
  });

  it.each([
    ['age', 'there is no comparison in it'],
    ['', 'there is no comparison in it'],
    ['=5', `there is no field before '='`],
    ['age!=5', 'CQL cannot ask for what is not equal'],
    ['age<>5', 'CQL cannot ask for what is not equal'],
    ['age==5', `'==' is no comparison`],
    ['age__gtr=5', `there is no operator '__gtr'. Did you mean 'age__gt'?`],
    ['age__contain=5', `Did you mean 'age__contains'?`],
    ['age__zzzzzz=5', `there is no operator '__zzzzzz'.`],
    ['age__gte>5', `'__gte' and '>' are two comparisons`],
  ])('refuses %j', (filter, message) => {
    expect(() => parseFilter(filter, isField)).toThrow(message);
  });
});
