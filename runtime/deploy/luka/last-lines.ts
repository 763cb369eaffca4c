import { open } from 'node:fs/promises';

const BYTES = 4_096;
const LINES = 12;

/** The end of a log, for whoever has to say why something does not run. Nothing where it cannot be read. */
export async function lastLines(file: string): Promise<string[]> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BYTES), 0, BYTES, Math.max(0, size - BYTES));
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n').filter(Boolean);
    return lines.slice(-LINES);
  } catch {
    return [];
  }
}
