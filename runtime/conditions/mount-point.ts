import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { onePerKey, within } from './bounded.ts';

const PATIENCE_MS = 2_000;

const statDevice = onePerKey(async (path) => (await stat(path)).dev);

/** The device that holds what is at the path (st_dev); undefined where nothing is, or where it does not answer. */
export async function deviceOf(path: string): Promise<number | undefined> {
  try {
    return await within(PATIENCE_MS, statDevice(path), () => new Error(`${path} does not answer`));
  } catch {
    // Gone, not ours to see, or hanging: nothing that could be written to.
    return undefined;
  }
}

/**
 * The device that is mounted at the path; undefined where none is. A folder that a volume left behind, or that waits for
 * one, is on the same device as its parent: writing there fills the wrong disk.
 */
export async function mountedDevice(path: string): Promise<number | undefined> {
  const [own, parent] = await Promise.all([deviceOf(path), deviceOf(dirname(path))]);
  return own !== undefined && parent !== undefined && own !== parent ? own : undefined;
}
