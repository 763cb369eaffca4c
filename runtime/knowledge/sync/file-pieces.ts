/** A file's bytes, piece by piece: never more than one piece of it is in memory. */
import { close, open, read } from 'node:fs';
import type { BoundedIo } from './bounded-io.ts';

/** Bytes. */
const PIECE = 1_048_576;

/**
 * @param size bytes that are read at most: a file that grows meanwhile is read again anyway
 * @returns pieces that are valid until the next one is asked for
 * @throws what the system says; TimedOut
 */
export async function* filePieces(path: string, size: number, io: BoundedIo): AsyncGenerator<Uint8Array> {
  const file = await io.asked<number>((done) => open(path, 'r', done));
  const buffer = Buffer.allocUnsafe(Math.min(PIECE, Math.max(1, size)));
  let isReading = false;
  let isOver = false;
  const shut = (): void => close(file, () => undefined);
  try {
    for (let left = size; left > 0;) {
      const wanted = Math.min(buffer.length, left);
      const got = await io.asked<number>((done) => {
        isReading = true;
        read(file, buffer, 0, wanted, null, (error, bytes) => {
          isReading = false;
          // It was given up, and has returned after all.
          if (isOver) shut();
          done(error, bytes);
        });
      });
      if (got === 0) return;
      left -= got;
      yield buffer.subarray(0, got);
    }
  } finally {
    isOver = true;
    // A number that is still read from may not become that of another file.
    if (!isReading) shut();
  }
}
