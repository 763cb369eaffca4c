/**
 * What would be left of the ledger after a power cut: the database and its log as they were when the last sync that came
 * back had begun. The log only grows until it is begun anew, so its copy grows with it; the database is copied when a
 * checkpoint has changed it. The format of the log: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
import fs from 'node:fs';
import { join } from 'node:path';

const HEADER = 32;
const FRAME_HEADER = 24;
/** A file system's clock may stand still for some ms: a file that changed this lately may have changed again since. */
const RACY_MS = 50;

export interface Synced {
  /** Names within the folder. */
  readonly database: string;
  readonly log: string;
  /** Bytes of `log` that count. */
  readonly bytes: number;
}

export const RECORD = 'synced.json';

export class SyncedCopy {
  readonly #database: string;
  readonly #folder: string;
  #copies = 0;
  #copied: { name: string; size: number; changed: number; at: number } | undefined;
  #log: { name: string; header: Buffer; end: number } | undefined;

  constructor(database: string, folder: string) {
    this.#database = database;
    this.#folder = folder;
    fs.mkdirSync(folder, { recursive: true });
  }

  /** To be called when a sync begins, on the thread that writes: nothing is in the middle of a transaction. */
  begin(): Synced {
    // The database first: a checkpoint that goes on meanwhile moves nothing into it that the log does not hold as well.
    const database = this.#copyDatabase();
    const log = this.#copyLog();
    return { database, log: log.name, bytes: log.end };
  }

  /** To be called when that sync has come back. */
  finish(whole: Synced): void {
    const record = join(this.#folder, RECORD);
    fs.writeFileSync(`${record}.new`, JSON.stringify(whole));
    fs.renameSync(`${record}.new`, record);
    const kept = new Set([RECORD, whole.database, whole.log, this.#copied?.name, this.#log?.name]);
    for (const name of fs.readdirSync(this.#folder))
      if (!kept.has(name)) fs.rmSync(join(this.#folder, name), { force: true });
  }

  #copyDatabase(): string {
    const { size, mtimeMs } = fs.statSync(this.#database);
    const last = this.#copied;
    if (last?.size === size && last.changed === mtimeMs && last.at - mtimeMs > RACY_MS) return last.name;
    const name = `${process.pid}-${++this.#copies}.db`;
    const at = Date.now();
    fs.copyFileSync(this.#database, join(this.#folder, name), fs.constants.COPYFILE_FICLONE);
    this.#copied = { name, size, changed: mtimeMs, at };
    return name;
  }

  #copyLog(): { name: string; end: number } {
    const fd = fs.openSync(`${this.#database}-wal`, 'r');
    try {
      const header = readAt(fd, 0, HEADER);
      if (!this.#log?.header.equals(header)) {
        const name = `${process.pid}-${++this.#copies}.wal`;
        fs.writeFileSync(join(this.#folder, name), header);
        this.#log = { name, header, end: header.length };
      }
      const log = this.#log;
      const end = lastCommit(fd, header, log.end);
      if (end > log.end) fs.appendFileSync(join(this.#folder, log.name), readAt(fd, log.end, end - log.end));
      log.end = end;
      return { name: log.name, end };
    } finally {
      fs.closeSync(fd);
    }
  }
}

/** Where the last whole transaction ends: frames behind it are of an earlier log, or were taken back. */
export function lastCommit(fd: number, header: Buffer, from: number): number {
  if (header.length < HEADER) return from;
  const frame = FRAME_HEADER + header.readUInt32BE(8);
  let end = from;
  for (let at = from; ; at += frame) {
    const head = readAt(fd, at, FRAME_HEADER);
    if (head.length < FRAME_HEADER || !head.subarray(8, 16).equals(header.subarray(16, 24))) return end;
    // The size of the database after a commit; 0 in a frame that is not the last of its transaction.
    if (head.readUInt32BE(4) > 0) end = at + frame;
  }
}

export function readAt(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, fs.readSync(fd, buffer, 0, length, position));
}
