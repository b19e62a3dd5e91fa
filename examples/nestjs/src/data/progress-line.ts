const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** How far the loading is. */
export interface Progress {
  show(done: number, total: number, rowsPerSecond: number): void;
  end(): void;
}

/** A line that is written again and again on a terminal, and a line for each quarter elsewhere. */
export function progressLine(label: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  let quarters = 0;
  return {
    show: (done, total, rowsPerSecond) => {
      const percentage = Math.floor((100 * done) / total);
      const text = `${label}: ${count.format(done)} of ${count.format(total)} (${percentage} %), ${count.format(rowsPerSecond)} a second`;
      if (stream.isTTY) stream.write(`\r\u001b[K${text}`);
      else if (Math.floor(percentage / 25) > quarters) stream.write(`${text}\n`);
      quarters = Math.floor(percentage / 25);
    },
    end: () => {
      if (stream.isTTY) stream.write('\n');
    },
  };
}
