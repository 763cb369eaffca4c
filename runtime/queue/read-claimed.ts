/** The order in a file that was claimed, or why it is none. What cannot be an order is refused without reading it. */
import { lstat, readFile } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { isCutOffJson, isWholeJson, MAX_ORDER_BYTES, orderFormat, orderTooLarge } from './order-text.ts';
import type { NormalizedOrder } from './ports.ts';
import { readOrderText } from './work-order.ts';

/**
 * @param name what the file was dropped as
 * @param waited whether it was taken only because nothing more came
 * @throws LukaError order_*, step_unknown where it is no order; what the system says where it cannot be read
 */
export async function readClaimed(file: string, name: string, waited = false): Promise<NormalizedOrder> {
  const found = await lstat(file);
  if (!found.isFile()) {
    const what = found.isSymbolicLink() ? 'a link' : 'no regular file';
    throw new LukaError('order_invalid', { message: `${name} is ${what}`, remedy: 'drop the file itself' });
  }
  if (found.size > MAX_ORDER_BYTES) throw orderTooLarge(name);
  const text = decode(await readFile(file), name);
  const unfinished = text.trim() === '' || (orderFormat(name, text) === 'json' && isCutOffJson(text));
  if (waited && unfinished) {
    throw new LukaError('order_incomplete', { message: `${name} was never finished: it ends too early` });
  }
  return readOrderText(text, name);
}

/** Whether somebody began to write a file anew between the look that found it whole and its claim. */
export async function isBeingRewritten(file: string, name: string): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  if (!found?.isFile() || found.size > MAX_ORDER_BYTES) return false;
  const text = await readFile(file, 'utf8').catch(() => '');
  return orderFormat(name, text) === 'json' && !isWholeJson(text);
}

function decode(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new LukaError('order_unparsable', {
      message: `${name} is not UTF-8 text`,
      remedy: 'save it as UTF-8',
      cause,
    });
  }
}
