/** Puts an order into the inbox of a Luka that is not running, whole or not at all, beside whatever waits there. */
import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { hasCode } from '#runtime/home/atomic-file.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';

const EXTENSIONS = new Set(['.json', '.yaml', '.yml']);

/** @returns the path it was given */
export async function placeOrder(layout: HomeLayout, text: string, file: string): Promise<string> {
  const { inbox } = layout.queue;
  // Beside the inbox, not in it: what is in the inbox may be taken at any moment.
  const temporary = join(dirname(inbox), `.drop-${randomBytes(6).toString('hex')}`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    return await linkInto(inbox, temporary, inboxName(file, text));
  } finally {
    await handle.close();
    await rm(temporary, { force: true });
  }
}

/** A link, not a rename: it never replaces an order of the same name that still waits. */
async function linkInto(inbox: string, temporary: string, name: string): Promise<string> {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let number = 1; ; number++) {
    const target = join(inbox, number === 1 ? name : `${stem}-${number}${extension}`);
    try {
      await link(temporary, target);
      return target;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
}

/** The file's own name, made safe, with an extension that the inbox knows. */
export function inboxName(file: string, text: string): string {
  const guess = /^\s*[{[]/.test(text) ? '.json' : '.yaml';
  const given = file === '-' ? '' : basename(file);
  const extension = EXTENSIONS.has(extname(given).toLowerCase()) ? extname(given) : guess;
  const stem = given
    .slice(0, EXTENSIONS.has(extname(given).toLowerCase()) ? -extension.length : undefined)
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 60);
  return `${stem === '' ? `order-${randomBytes(4).toString('hex')}` : stem}${extension}`;
}
