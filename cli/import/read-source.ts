/** Where an import reads from: the crontab, pm2, systemd, or a file that holds the list of either. */
import { open } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ImportSource } from '#shared/nouns/import-plan.ts';
import { readCrontab } from './crontab.ts';
import { readPm2List } from './pm2.ts';
import { readSystemdList } from './systemd.ts';
import type { Programs } from './programs.ts';

export interface ImportText {
  readonly source: ImportSource;
  readonly text: string;
  /** False for a file: then nobody but its reader knows who runs what it lists. */
  readonly live: boolean;
  readonly name: string;
}

/** What Luka takes at once, UTF-16 units. */
const LARGEST = 1_048_576;

/** @param name `crontab`, `pm2`, `systemd` or a path. @throws LukaError spawn_failed, file_unreadable, import_unreadable */
export async function readSource(name: string, programs: Programs): Promise<ImportText> {
  const read = await readNamed(name, programs);
  if (read.text.length > LARGEST)
    throw new LukaError('import_unreadable', {
      message: `what ${name} lists is larger than 1 MiB`,
      remedy: 'import it in parts, from files',
    });
  return read;
}

async function readNamed(name: string, programs: Programs): Promise<ImportText> {
  if (name === 'crontab')
    return { source: name, text: (await readCrontab(programs)) ?? '', live: true, name };
  if (name === 'systemd') return { source: name, text: await readSystemdList(programs), live: true, name };
  if (name === 'pm2') return { source: name, text: await readPm2List(programs), live: true, name };
  const text = await readText(name);
  return { source: sourceOf(text, name), text, live: false, name };
}

async function readText(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    // A little more than is taken, which is enough to see that it is too much.
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4 * LARGEST), 0, 4 * LARGEST, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    throw new LukaError('file_unreadable', {
      message: `${file} cannot be read (${error instanceof Error ? error.message : String(error)})`,
      remedy: 'give "crontab", "pm2", "systemd", or a file that can be read',
      cause: error,
    });
  }
}

/** JSON is pm2's, everything else a crontab. */
function sourceOf(text: string, file: string): ImportSource {
  const start = text.replace(/^\ufeff/, '').trimStart();
  if (start.startsWith('[') || start.startsWith('{')) return 'pm2';
  if (/\.[cm]?js$/.test(file) || /^module\.exports\b/m.test(start))
    throw new LukaError('import_unreadable', {
      message: `${file} is a program, not a list`,
      remedy: 'start it with pm2 and use: luka import pm2',
    });
  return 'crontab';
}
