/** What SQLite's result codes mean to the rest of Luka (https://www.sqlite.org/rescode.html). */
import { LukaError } from '#shared/errors/luka-error.ts';

const FULL = 13;
const IOERR = 10;
const CORRUPT = 11;
const CANTOPEN = 14;
const READONLY = 8;
const NOTADB = 26;

function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  const code = error.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

export function isCorruption(error: unknown): boolean {
  const code = resultCode(error);
  return code === CORRUPT || code === NOTADB;
}

/** A coded error for the failures a disk can cause; anything else is a bug and is passed on as it is. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof LukaError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  switch (resultCode(error)) {
    case FULL:
      return new LukaError('disk_full', { cause: error });
    case CORRUPT:
    case NOTADB:
      return new LukaError('database_corrupt', { cause: error });
    case IOERR:
    case CANTOPEN:
    case READONLY:
      return new LukaError('ledger_unavailable', {
        message: `the ledger cannot be written (${detail})`,
        cause: error,
      });
    default:
      return isSystemError(error, 'ENOSPC') ? new LukaError('disk_full', { cause: error }) : error;
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
