/** Scripts and modules from the disk. A reader that waits for ever, or for gigabytes, would hold every decision up. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import type { ScriptReader } from './ports.ts';

const LONGEST = 1_048_576;

/** A pipe is not waited for (open(2), O_NONBLOCK); what is no regular file has no text. */
export const readScript: ScriptReader = async (path) => {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!file) return undefined;
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > LONGEST) return undefined;
    const bytes = await file.readFile();
    return {
      text: bytes.toString('utf8'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      real: await realpath(path),
    };
  } catch {
    // It cannot be read after all: that it was not read is a reason of its own.
    return undefined;
  } finally {
    await file.close();
  }
};
