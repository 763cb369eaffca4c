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
  #log: { name: string; header: Buffer; whole: WholeLog } | undefined;

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
        this.#log = { name, header, whole: { end: header.length, sums: sumsIn(header, 24) } };
      }
      const log = this.#log;
      const from = log.whole.end;
      log.whole = lastCommit(fd, header, log.whole);
      const { end } = log.whole;
      if (end > from) fs.appendFileSync(join(this.#folder, log.name), readAt(fd, from, end - from));
      return { name: log.name, end };
    } finally {
      fs.closeSync(fd);
    }
  }
}

/** A log up to the end of a transaction, with the sums that the next frame goes on from. */
interface WholeLog {
  readonly end: number;
  readonly sums: Sums;
}
type Sums = readonly [number, number];

/**
 * Where the last whole transaction ends. Frames behind it are of an earlier log, were taken back, or are what a torn write left:
 * those have the same salts, and only their sums tell that nothing leads to them.
 */
function lastCommit(fd: number, header: Buffer, known: WholeLog): WholeLog {
  if (header.length < HEADER) return known;
  const frame = FRAME_HEADER + header.readUInt32BE(8);
  const isBigEndian = (header.readUInt32BE(0) & 1) === 1;
  let whole = known;
  let { sums } = known;
  for (let at = known.end; ; at += frame) {
    const bytes = readAt(fd, at, frame);
    if (bytes.length < frame || !bytes.subarray(8, 16).equals(header.subarray(16, 24))) return whole;
    sums = addSums(
      addSums(sums, bytes.subarray(0, 8), isBigEndian),
      bytes.subarray(FRAME_HEADER),
      isBigEndian,
    );
    const [first, second] = sumsIn(bytes, 16);
    if (sums[0] !== first || sums[1] !== second) return whole;
    // The size of the database after a commit; 0 in a frame that is not the last of its transaction.
    if (bytes.readUInt32BE(4) > 0) whole = { end: at + frame, sums };
  }
}

function sumsIn(bytes: Buffer, at: number): Sums {
  return bytes.length < at + 8 ? [0, 0] : [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
}

/** https://www.sqlite.org/fileformat2.html#checksum_algorithm */
function addSums([first, second]: Sums, bytes: Buffer, isBigEndian: boolean): Sums {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.byteLength; at += 8) {
    a = (a + view.getUint32(at, !isBigEndian) + b) >>> 0;
    b = (b + view.getUint32(at + 4, !isBigEndian) + a) >>> 0;
  }
  return [a, b];
}

export function readAt(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, fs.readSync(fd, buffer, 0, length, position));
}
