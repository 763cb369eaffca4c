import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { createFile, hasCode } from './atomic-file.ts';
import type { HomeLayout } from './layout.ts';

/** 32 random bytes in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The token of this home, made at the first start.
 * @throws LukaError home_loose, home_foreign, home_unusable, disk_full
 */
export async function loadToken(layout: HomeLayout): Promise<string> {
  const known = await readToken(layout);
  if (known !== undefined) return known;
  await createFile(layout.token, `${randomBytes(32).toString('base64url')}\n`);
  // Read back, not remembered: another start may have been first.
  const made = await readToken(layout);
  if (made === undefined) throw damaged(layout);
  return made;
}

/**
 * The token, or undefined where none was made yet.
 * @throws LukaError home_loose, home_foreign, home_unusable
 */
export async function readToken(layout: HomeLayout): Promise<string | undefined> {
  const file = await open(
    layout.token,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    // ELOOP on Linux and macOS, EMLINK on FreeBSD: open(2) of a link with O_NOFOLLOW.
    if (hasCode(error, 'ELOOP') || hasCode(error, 'EMLINK'))
      throw new LukaError('home_loose', {
        message: `the token file ${layout.token} is a symbolic link`,
        remedy: 'remove the link and start Luka again: it makes a new token',
      });
    throw new LukaError('home_unusable', {
      message: `the token file ${layout.token} cannot be read (${String(error)})`,
      cause: error,
    });
  });
  if (file === undefined) return undefined;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw damaged(layout);
    const uid = process.getuid?.();
    if (uid !== undefined && stat.uid !== uid)
      throw new LukaError('home_foreign', {
        message: `the token file ${layout.token} belongs to user ${stat.uid}`,
      });
    if ((stat.mode & 0o077) !== 0)
      throw new LukaError('home_loose', {
        message: `others may read or write the token file ${layout.token}`,
        remedy: `remove it and start Luka again: it makes a new token (others may know this one)`,
      });
    if (stat.size > 1_024) throw damaged(layout);
    const token = (await file.readFile('utf8')).trim();
    if (!TOKEN.test(token)) throw damaged(layout);
    return token;
  } finally {
    await file.close();
  }
}

/** Compares in a time that says nothing about where the two differ, or how long they are. */
export function sameToken(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function damaged(layout: HomeLayout): LukaError {
  return new LukaError('home_unusable', {
    message: `the token file ${layout.token} is damaged`,
    remedy: 'remove it and start Luka again: it makes a new token',
  });
}
