import { randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file that appears when it is complete: the text goes into a file beside it, which then takes its name.
 *
 * @param overwrite false refuses a file that is there, also one that another process makes at the same moment
 * @throws the error of `node:fs`; its code is `EEXIST` for a file that is there.
 */
export async function writeFileAtomically(
  file: string,
  text: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A rename takes the place of whatever is there, a link does not.
    await (overwrite ? rename(draft, file) : link(draft, file));
  } finally {
    await rm(draft, { force: true });
  }
}
