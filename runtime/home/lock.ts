/**
 * One Luka per home. The lock is SQLite's own lock on a file, held by the kernel for this process: it ends with the
 * process, however that ends, so there is no stale lock to clear and no pid to guess about.
 */
import { closeSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from './atomic-file.ts';
import { parseEndpoint, type EndpointInfo } from './endpoint-file.ts';
import type { HomeLayout } from './layout.ts';

export interface HomeLock {
  /** Lets the next start in. May be called twice. */
  release(): void;
}

/** A lock that nobody refers to would be closed by the garbage collector, and so be lost without a word. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock, or says who has it. Never waits.
 * @throws LukaError already_running, home_unusable
 */
export function takeLock(layout: HomeLayout): HomeLock {
  let database: DatabaseSync | undefined;
  try {
    makeFile(layout.lock);
    database = new DatabaseSync(layout.lock, { timeout: 0 });
    // Nothing is ever written, so there is no journal to make, and none to find after a crash.
    database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    throw asLockError(layout, error);
  }
  const lock = database;
  held.add(lock);
  return {
    release() {
      if (held.delete(lock)) lock.close();
    },
  };
}

/**
 * SQLite would make the file readable to others. An existing file is not opened here: POSIX drops all of a process's
 * locks on a file when it closes any descriptor of it (fcntl(2)).
 */
function makeFile(file: string): void {
  try {
    lstatSync(file);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    try {
      closeSync(openSync(file, 'wx', 0o600));
    } catch (raced) {
      if (!hasCode(raced, 'EEXIST')) throw raced;
    }
  }
}

function asLockError(layout: HomeLayout, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // SQLITE_BUSY (5) and its extended codes, which keep it in the low byte.
  if ('errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5)
    return alreadyRunning(layout);
  return new LukaError('home_unusable', {
    message: `the lock ${layout.lock} cannot be taken (${error.message})`,
    remedy: 'if Luka is not running, remove that file and start again',
    cause: error,
  });
}

function alreadyRunning(layout: HomeLayout): LukaError {
  const info = holder(layout);
  const who = info === undefined ? '' : `: pid ${info.pid}, API ${info.apiUrl}, UI ${info.uiUrl}`;
  return new LukaError('already_running', {
    message: `Luka is running already with the home ${layout.root}${who}`,
  });
}

function holder(layout: HomeLayout): EndpointInfo | undefined {
  try {
    return parseEndpoint(readFileSync(layout.endpoint, 'utf8'));
  } catch {
    return undefined;
  }
}
