import { isatty } from 'node:tty';
import { createColors } from 'picocolors';

export const isTerminal = isatty(process.stdout.fd);

/** Columns of the screen; long lines are hard to read on a wide one. */
export const screenWidth = Math.min(isTerminal ? process.stdout.columns : 100, 120);

// Asked for here, because picocolors also colours what a CI server writes to a file.
export const paint = createColors(isTerminal && !process.env.NO_COLOR);

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export function printChapter(title: string): void {
  print(`\n${paint.bold(paint.cyan(`── ${title} ${'─'.repeat(Math.max(0, screenWidth - title.length - 4))}`))}`);
}

export function printTitle(title: string): void {
  print(`\n${paint.bold(title)}\n`);
}

export function printDone(message: string): void {
  print(`${paint.green('✔')} ${message}`);
}

/** `1234567` as `1,234,567`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
