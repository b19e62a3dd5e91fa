import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { Flight } from '../../../../examples/nestjs/src/flights/flight.entity';
import { startBoard, type Board } from './support/board';
import { findChromium, launchChromium } from './support/chromium';

const DAY = '2001-03-09';
const ROWS = 14;
const chromium = findChromium();

let board: Board;

beforeAll(async () => {
  board = await startBoard('20k');
}, 180_000);

afterAll(() => board.close());

function flightsOf(origin: string): Promise<Flight[]> {
  return board.dataSource.getRepository(Flight).findBy({ origin, day: DAY });
}

async function text(path: string): Promise<string> {
  const response = await fetch(`${board.url}/${path}`);
  expect(response.status).toBe(200);
  return response.text();
}

describe('the files of the page', () => {
  test.each([
    ['', 'text/html'],
    ['board.css', 'text/css'],
    ['board.js', 'text/javascript'],
    ['rows.js', 'text/javascript'],
    ['icon.svg', 'image/svg+xml'],
  ])('/%s is served as %s, and loads nothing from elsewhere', async (path, type) => {
    const response = await fetch(`${board.url}/${path}`);
    expect(response.headers.get('content-type')).toContain(type);
    expect((await response.text()).replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|["'(]\/\//);
  });

  test('the script finds every element that it asks for', async () => {
    const [html, script] = await Promise.all([text(''), text('board.js')]);
    const wanted = new Set([...script.matchAll(/element\('([\w-]+)'\)/g)].map(([, id]) => id!));
    expect(wanted.size).toBeGreaterThan(8);
    for (const id of wanted) expect(html).toContain(`id="${id}"`);
  });

  test('rows are made of what the API answers, and show hostile text as text', async () => {
    const [flights, airports] = await Promise.all([text(`api/boards/ORD?day=${DAY}&size=100`), text('api/airports')]);
    const hostile = { destination: '<img src=x>', departure: '23:50:00', delay: 25, status: '"><script>' };
    const rows = await renderInNode(
      [...(JSON.parse(flights) as { items: object[] }).items, hostile],
      JSON.parse(airports) as object[],
    );
    expect(rows[0]).toMatch(
      /^<td class="time">09:01<\/td><td class="place"><span class="code">LGA<\/span>New York, NY</,
    );
    expect(rows[0]).toContain('<td class="expected">09:04</td><td class="delay slight">+3 min</td>');
    const last = rows.at(-1)!;
    expect(last).toContain('<td class="expected">00:15</td><td class="delay late">+25 min</td>');
    expect(last).not.toMatch(/<img|<script/);
  });
});

/** Runs the page's own module in Node, which wants another name for it. */
async function renderInNode(flights: readonly object[], airports: readonly object[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'board-page-'));
  try {
    await cp(join(__dirname, '../../../../examples/nestjs/public/rows.js'), join(folder, 'rows.mjs'));
    const code = `import { cells } from './rows.mjs';
      const [flights, airports] = JSON.parse(process.argv[1]);
      const places = new Map(airports.map((airport) => [airport.iata, airport]));
      console.log(JSON.stringify(flights.map((flight) => cells(flight, places))));`;
    const input = JSON.stringify([flights, airports]);
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code, input], { cwd: folder });
    return JSON.parse(stdout) as string[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (chromium === undefined) {
  test('the page in a browser: there is none', () => {
    process.stderr.write('No Chromium on the PATH: the files of the page were checked, but not in a browser.\n');
    expect(findChromium()).toBeUndefined();
  });
} else {
  describe('the page in a browser', () => {
    let browser: Browser;
    let page: Page;
    const addresses: string[] = [];
    const errors: string[] = [];

    beforeAll(async () => {
      browser = await launchChromium(chromium);
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.setDefaultTimeout(60_000);
      page.on('request', (request) => addresses.push(request.url()));
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.goto(`${board.url}/?iata=ORD&day=${DAY}`);
      await page.waitForSelector('#live.on');
      await page.waitForSelector('#rows tr');
    }, 120_000);

    afterAll(() => browser.close());

    const times = (): Promise<string[]> => page.locator('#rows .time').allTextContents();

    test('shows the first departures, the airport and the worst delays', async () => {
      const flights = await flightsOf('ORD');
      expect(await times()).toEqual(flights.slice(0, ROWS).map(({ departure }) => departure.slice(0, 5)));
      expect(await page.textContent('#airport-name')).toBe("Chicago O'Hare International, Chicago, IL");
      await page.waitForSelector('#delays .late');
      expect(await page.locator('#delays li').first().textContent()).toMatch(/BOS → ORD 19:56\+3 h 13 min/);
      expect(await page.locator('#airport option').count()).toBeGreaterThan(200);
    });

    test('has a picture that is not empty', async () => {
      const picture = await page.screenshot();
      const empty = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      expect(picture.length).toBeGreaterThan(5 * (await empty.screenshot()).length);
      await empty.close();
    });

    test('shows what others write, without being asked', async () => {
      const [, { origin, day, departure, destination, sequence }] = (await flightsOf('ORD')) as [Flight, Flight];
      const flights = board.dataSource.getRepository(Flight);
      await flights.update({ origin, day, departure, destination, sequence }, { delay: 222, status: 'cancelled' });
      const row = page.locator('#rows tr').nth(1);
      await page.waitForSelector('#rows tr.cancelled.changed');
      expect(await row.locator('.delay').textContent()).toBe('+3 h 42 min');
      expect(await row.locator('.status').textContent()).toBe('cancelled');
      await page.locator('#delays li').first().filter({ hasText: 'ORD → ' }).waitFor();
    });

    test('changes a flight', async () => {
      const [before] = await flightsOf('ORD');
      await page.locator('#rows tr').first().locator('.actions button').click();
      await page.waitForSelector('#rows tr:first-child.changed');
      await page.locator('#rows tr').first().locator('button.status').click();
      await page.waitForSelector('#rows tr:first-child .status.boarding');
      const [after] = await flightsOf('ORD');
      expect(after).toMatchObject({ delay: before!.delay + 5, status: 'boarding' });
    });

    test('loads the pages behind the first one', async () => {
      const flights = await flightsOf('ORD');
      while (await page.isVisible('#more')) {
        const count = await page.locator('#rows tr').count();
        await page.click('#more');
        await page.locator('#rows tr').nth(count).waitFor();
      }
      expect(await times()).toEqual(flights.map(({ departure }) => departure.slice(0, 5)));
    });

    test('shows another airport, and a part of the day', async () => {
      await page.selectOption('#airport', 'DFW');
      const late = (await flightsOf('DFW')).filter(({ departure }) => departure >= '12:00');
      await page.fill('#from', '12:00');
      await page.dispatchEvent('#from', 'change');
      const first = late[0]!.departure.slice(0, 5);
      await page.locator('#rows .time').first().filter({ hasText: first }).waitFor();
      expect(await page.textContent('#airport-name')).toContain('Dallas');
      expect(page.url()).toContain(`?iata=DFW&day=${DAY}&from=12%3A00`);
    });

    test('asked this server only, and nothing failed', () => {
      expect(addresses.filter((address) => !address.startsWith(board.url))).toEqual([]);
      expect(errors).toEqual([]);
    });
  });
}
