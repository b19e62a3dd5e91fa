import type { Io } from '../output/io';

/** A bar on a terminal; nothing elsewhere. */
export interface BulkProgress {
  /** @param fraction of the whole, from 0 to 1; undefined where nobody knows the whole. */
  update(rows: number, fraction: number | undefined): void;
  stop(): void;
}

const STEPS = 1_000;
const SILENT: BulkProgress = { update: () => undefined, stop: () => undefined };
const WITH_BAR = '{title} {bar} {percentage}% | {rows} rows | {rate} rows/s | {left} left';
const WITHOUT_END = '{title} {rows} rows | {rate} rows/s | {passed}';

/** A bar with rows, rate and time left, on stderr. */
export async function bulkProgress(io: Io, title: string, knowsEnd: boolean): Promise<BulkProgress> {
  const { stderr } = io.host;
  if (!stderr.isTTY || io.quiet || io.json) return SILENT;
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar(
    {
      format: knowsEnd ? WITH_BAR : WITHOUT_END,
      stream: stderr,
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
      barsize: 24,
      linewrap: false,
      fps: 8,
    },
    Presets.shades_classic,
  );
  const from = performance.now();
  const blank = { title, rows: '0', rate: '0', left: '?', passed: '0 s' };
  bar.start(STEPS, 0, blank);
  let first: { readonly rows: number; readonly fraction: number } | undefined;
  return {
    update: (rows, fraction = 0) => {
      // A resumed run has rows that it did not read itself.
      first ??= { rows, fraction };
      const seconds = Math.max(0.001, (performance.now() - from) / 1000);
      const speed = (fraction - first.fraction) / seconds;
      bar.update(Math.floor(fraction * STEPS), {
        rows: rows.toLocaleString('en-US'),
        rate: Math.round((rows - first.rows) / seconds).toLocaleString('en-US'),
        left: speed > 0 ? secondsText((1 - fraction) / speed) : '?',
        passed: secondsText(seconds),
      });
    },
    stop: () => bar.stop(),
  };
}

/** `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function secondsText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
