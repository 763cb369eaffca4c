/** A power cut: of the ledger only what a finished sync had covered is left, and perhaps a torn piece of what came after. */
import fs from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';
import { readAt, RECORD, type Synced } from './synced-copy.ts';

const HEADER = 32;
/** A few frames: what a disk may have taken in of writes nobody waited for. */
const LONGEST_TAIL = 24_000;

/**
 * To be called while nothing of the home is running.
 * @param folder where the copies are
 * @returns how many bytes of unsynced log were left as a torn tail
 */
export function cutPower(database: string, folder: string, random: Random, torn: boolean): number {
  const log = `${database}-wal`;
  const synced = readSynced(folder);
  const tail = synced && torn ? tornTail(log, folder, synced, random) : Buffer.alloc(0);
  for (const file of [database, log, `${database}-shm`]) fs.rmSync(file, { force: true });
  // Nothing was ever synced: nobody was told of anything. Without a ledger the home would be a new one, and get samples.
  if (!synced) {
    fs.writeFileSync(database, '', { mode: 0o600 });
    return 0;
  }
  fs.copyFileSync(join(folder, synced.database), database);
  fs.copyFileSync(join(folder, synced.log), log);
  fs.truncateSync(log, synced.bytes);
  fs.appendFileSync(log, tail);
  for (const file of [database, log]) fs.chmodSync(file, 0o600);
  return tail.length;
}

/** A clean stop: SQLite synced and emptied the log itself. */
export function keepWhole(database: string, folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  const whole: Synced = { database: 'stopped.db', log: 'stopped.wal', bytes: 0 };
  fs.copyFileSync(database, join(folder, whole.database));
  fs.writeFileSync(join(folder, whole.log), '');
  fs.writeFileSync(join(folder, RECORD), JSON.stringify(whole));
}

function readSynced(folder: string): Synced | undefined {
  const record = join(folder, RECORD);
  return fs.existsSync(record) ? (JSON.parse(fs.readFileSync(record, 'utf8')) as Synced) : undefined;
}

/** Bytes that follow in the log, as far as it is still the same one; in half of the cases some of them are wrong. */
function tornTail(log: string, folder: string, synced: Synced, random: Random): Buffer {
  if (!fs.existsSync(log)) return Buffer.alloc(0);
  const fd = fs.openSync(log, 'r');
  try {
    const copied = fs.readFileSync(join(folder, synced.log)).subarray(0, HEADER);
    if (!readAt(fd, 0, HEADER).equals(copied)) return Buffer.alloc(0);
    const tail = readAt(fd, synced.bytes, random.below(LONGEST_TAIL));
    if (tail.length > 0 && random.chance(0.5))
      for (let n = 0; n < 8; n += 1) tail[random.below(tail.length)]! ^= 1 + random.below(255);
    return tail;
  } finally {
    fs.closeSync(fd);
  }
}
