import { isAbsolute, join } from 'node:path';
import { parseSize } from '#shared/nouns/size.ts';
import type { Condition } from './condition.ts';

export const disk: Condition<'disk'> = {
  kind: 'disk',
  async check(wanted, readings) {
    const least = parseSize(wanted.free);
    if (least === undefined) throw new TypeError(`"${wanted.free}" is no size`);
    const path = wanted.path ?? '~';
    const free = await freeOf(path, readings.home, readings.freeBytes);
    if (free === undefined) return { met: false, text: `${path} is not there` };
    const text = `${sizeText(free)} free on ${path}`;
    return free >= least ? { met: true, text } : { met: false, text: `${text}, ${sizeText(least)} wanted` };
  },
};

async function freeOf(
  path: string,
  home: string,
  freeBytes: (path: string) => Promise<number>,
): Promise<number | undefined> {
  const below = path.replace(/^~(?=\/|$)/, '.');
  try {
    return await freeBytes(isAbsolute(below) ? below : join(home, below));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** As the Finder says it, powers of 1,000, rounded down so that it never promises more than there is: `12.3 GB`. */
export function sizeText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${Math.floor(value * 10) / 10} ${UNITS[unit]}`;
}
