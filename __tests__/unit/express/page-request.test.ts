import { ServerResponse, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { ConfigurationError, PageTokenError, ValidationError } from 'caspy';
import { pageRequest, setNextLink } from 'caspy/express';

function faultOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

test.each([
  ['/users', { size: 20, after: undefined }],
  ['/users?limit=1', { size: 1, after: undefined }],
  ['/users?limit=100&after=AbC_-', { size: 100, after: 'AbC_-' }],
  ['/users?limit=101', { size: 100, after: undefined }],
  ['/users?limit=999999999', { size: 100, after: undefined }],
  ['/users?other=1&after=a%2Bb', { size: 20, after: 'a+b' }],
])('%s', (originalUrl, expected) => {
  expect(pageRequest({ originalUrl })).toEqual(expected);
});

test.each(['0', '-1', '1.5', '1e2', 'ten', '', '%201', '0x10', '01', '9999999999', 'NaN', 'Infinity'])(
  'a limit of %p is refused, with its field',
  (limit) => {
    const read = () => pageRequest({ url: `/users?limit=${limit}` });
    expect(read).toThrow(ValidationError);
    expect(faultOf(read)).toMatchObject({ errors: [{ path: 'query.limit' }] });
  },
);

test('parameters given twice, and an empty token, are refused', () => {
  expect(() => pageRequest({ url: '/?limit=1&limit=2' })).toThrow(ValidationError);
  expect(() => pageRequest({ url: '/?after=a&after=b' })).toThrow(ValidationError);
  expect(() => pageRequest({ url: '/?after=' })).toThrow(PageTokenError);
});

test('limits of the application', () => {
  expect(pageRequest({ url: '/?limit=7' }, { maxLimit: 5 }).size).toBe(5);
  expect(pageRequest({ url: '/' }, { maxLimit: 5 }).size).toBe(5);
  expect(pageRequest({ url: '/' }, { limit: 50 }).size).toBe(50);
  for (const options of [{ limit: 0 }, { limit: 1.5 }, { maxLimit: Number.NaN }, { limit: 9, maxLimit: 8 }]) {
    expect(() => pageRequest({ url: '/' }, options)).toThrow(ConfigurationError);
  }
});

const linkOf = (originalUrl: string, next: string | null, existing?: string): unknown => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  if (existing !== undefined) response.setHeader('Link', existing);
  setNextLink({ originalUrl }, response, { next });
  return response.getHeader('link');
};

test('the link to the next page keeps the other parameters, and leads to no other host', () => {
  expect(linkOf('/users', null)).toBeUndefined();
  expect(linkOf('/users?limit=2&after=old&q=a%20b', 'new')).toBe('<?limit=2&after=new&q=a+b>; rel="next"');
  expect(linkOf('//evil.example/users?limit=2', 'x>y')).toBe('<?limit=2&after=x%3Ey>; rel="next"');
  expect(linkOf('/users', 'new', '</help>; rel="help"')).toEqual(['</help>; rel="help"', '<?after=new>; rel="next"']);
  const [, target] = /<(.*)>/.exec(String(linkOf('/v1/users', 'n')))!;
  expect(new URL(target!, 'http://127.0.0.1/v1/users?limit=3').href).toBe('http://127.0.0.1/v1/users?after=n');
});
