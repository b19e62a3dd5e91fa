import ora from 'ora';
import { isTerminal, print, printDone } from './output';

/** Does the work behind a spinner; where there is no terminal, each message is a line. */
export async function withSpinner<T>(work: (say: (message: string) => void) => Promise<T>): Promise<T> {
  if (!isTerminal) return work(print);
  // Without `discardStdin: false` the spinner would take Ctrl-C to itself.
  const spinner = ora({ stream: process.stdout, discardStdin: false }).start();
  let last = '';
  try {
    const result = await work((message) => {
      spinner.text = last = message;
    });
    spinner.stop();
    printDone(last);
    return result;
  } catch (error) {
    spinner.stop();
    throw error;
  }
}
