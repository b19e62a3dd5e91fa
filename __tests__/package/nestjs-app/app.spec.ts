import { askApplication } from './app.js';

declare const test: (name: string, work: () => Promise<void>, timeout: number) => void;
declare const expect: (value: unknown) => { toEqual(other: unknown): void };

test('the application answers', async () => {
  expect(await askApplication()).toEqual(JSON.parse(String(process.env['EXPECTED'])));
}, 60_000);
