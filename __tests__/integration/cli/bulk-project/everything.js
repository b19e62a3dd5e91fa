// `seed` fills the table of all types; `rows <table>` prints what Cassandra itself says is in one.
const { DataSource } = require('caspy');
const { Address, Everything, Twin } = require('./examples/everything.entity');

const P1 = '00000000-0000-4000-8000-000000000001';
const P2 = '00000000-0000-4000-8000-000000000002';
const P3 = '00000000-0000-4000-8000-000000000003';

const address = (street, floors) => Object.assign(new Address(), { street, floors });

const full = {
  ...{ partition: P1, row: 1, shared: 'static, of the partition' },
  ...{ a: 'ascii', b: 9223372036854775807n, c: Buffer.from('00ff0a', 'hex'), d: true, e: '-0044-03-15', f: '-1.500' },
  ...{ g: -0, h: '1y2mo3d4h5m6s7ns', i: 0.1, j: '2001:db8::1', k: -2147483648, l: 32767 },
  ...{ m: 'line\r\n"quoted", \'single\'; \ttab\\ \u0000 日本語 👩‍👩‍👧 \ufeff\u2028,', n: '23:59:59.999999999' },
  ...{ o: new Date('1969-12-31T23:59:59.999Z'), p: 'c6a1f0e0-5f3b-11ef-9a3b-7d6c5e4f3a2b', q: -128, r: P2 },
  ...{ s: -(2n ** 200n), tags: new Set(['', 'b,c', '"', 'a\nb']), marks: [NaN, Infinity, -Infinity, 1e-300, -0] },
  counts: new Map([
    ['', 1n],
    ['__proto__', 2n ** 60n],
    ['constructor', -1n],
    ['10', 5n],
    ['9', 6n],
  ]),
  frozenTags: new Set(['x']),
  byBytes: new Map([
    [Buffer.from(''), 'empty'],
    [Buffer.from('ff', 'hex'), ''],
  ]),
  byTime: new Map([
    [new Date(0), ['1.10', '-5E+30']],
    [new Date('2026-01-31T12:00:00.123Z'), []],
  ]),
  deep: new Map([
    [
      -1,
      new Map([
        ['x', new Set([P1, P2])],
        ['', new Set()],
      ]),
    ],
  ]),
  pair: [null, '', [Buffer.from('cafe', 'hex')]],
  pairs: [
    [1, 'a'],
    [null, null],
  ],
  vector: [0.1, -0, 3.4e38],
  words: ['', 'two\nlines'],
  address: address('Rua "A", 1\n', [new Map([['1', 1]])]),
  addresses: [address(null, []), address('', null)],
  ...{ secret: 'geheim', filled: 'yes' },
};

const empty = {
  ...{ partition: P1, row: 2, a: '', m: '', c: Buffer.alloc(0), s: 0n, f: '0.00', frozenTags: new Set(), h: '0s' },
  ...{ filled: '', address: address('', []), pair: [null, null, null], secret: '' },
};

const nothing = { partition: P2, row: -5, filled: null };

const last = {
  ...{ partition: P2, row: 2147483647, m: '\r', a: ' leading and trailing ', d: false, g: 5e-324, i: 16777216 },
  ...{ b: -9223372036854775808n, o: new Date('2262-04-11T23:47:16.854Z'), h: '-1mo2d3ns', e: '9999-12-31' },
  ...{ j: '0.0.0.0', s: 1n, f: '123456789012345678901234567890.123456789', filled: 'null' },
};

async function main([command, table]) {
  const dataSource = await new DataSource({
    contactPoints: process.env.CASPY_TEST_CONTACT_POINTS.split(','),
    port: Number(process.env.CASPY_TEST_PORT),
    localDataCenter: process.env.CASPY_TEST_LOCAL_DC,
    keyspace: process.env.CASPY_TEST_KEYSPACE,
    replication: { class: 'SimpleStrategy', replication_factor: 1 },
    entities: [Everything, Twin],
    synchronize: true,
  }).initialize();
  if (command === 'seed') {
    const repository = dataSource.getRepository(Everything);
    for (const row of [full, empty, nothing, last]) await repository.insert(row);
    await dataSource.execute('INSERT INTO everything (partition, shared) VALUES (?, ?)', [P3, 'without rows']);
  } else {
    const { rows } = await dataSource.execute(`SELECT JSON * FROM ${table}`);
    console.log(
      rows
        .map((row) => row['[json]'])
        .sort()
        .join('\n'),
    );
  }
  await dataSource.destroy();
}

void main(process.argv.slice(2));
