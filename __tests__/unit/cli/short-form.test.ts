import { expandShortForm } from '../../../lib/cli/short-form';

const commands = new Set(['models', 'query']);
const valueFlags = new Set(['--keyspace', '-k', '--filter']);
const expand = (line: string) => expandShortForm(line.split(' ').filter(Boolean), commands, valueFlags);

describe('expandShortForm', () => {
  it.each([
    ['user get', 'query user get', 'user', false],
    ['--keyspace ks user get', '--keyspace ks query user get', 'user', false],
    ['--keyspace=ks -q user get', '--keyspace=ks -q query user get', 'user', false],
    ['-k models user get', '-k models query user get', 'user', false],
    ['query user get', 'query user get', 'query', false],
    ['models --json', 'models --json', 'models', false],
    ['modles --json', 'query modles --json', 'modles', true],
    ['user --filter a=1 get', 'query user --filter a=1 get', 'user', false],
    ['--json', '--json', undefined, false],
    ['', '', undefined, false],
    ['-- user', '-- user', undefined, false],
  ])('%j', (line, expanded, word, isStray) => {
    expect(expand(line)).toEqual({ argv: expanded.split(' ').filter(Boolean), word, isStray });
  });
});
