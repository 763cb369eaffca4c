/** Options that several commands have. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { parseDuration } from '#shared/nouns/duration.ts';

/** `--limit`. @throws LukaError usage */
export function parseLimit(text: string, most: number): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most)
    throw new LukaError('usage', {
      message: `--limit ${text} is not a number from 1 to ${most}`,
      remedy: 'give such a number',
    });
  return limit;
}

/** The number of something. @throws LukaError usage */
export function parseNumber(option: string, text: string): number {
  const number = /^#?\d{1,15}$/.test(text) ? Number(text.replace('#', '')) : 0;
  if (number < 1)
    throw new LukaError('usage', {
      message: `${option} ${text} is no number of one`,
      remedy: 'give its number, such as 12',
    });
  return number;
}

/** How many of the first are left out. @throws LukaError usage */
export function parseOffset(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new LukaError('usage', {
    message: `--offset ${text} is not a number from 0`,
    remedy: 'give the number that the page before named',
  });
}

/** A length of time. @returns ms, more than 0. @throws LukaError usage */
export function parseLength(option: string, text: string, most = Number.POSITIVE_INFINITY): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0)
    throw new LukaError('usage', {
      message: `${option} ${text} is no length of time`,
      remedy: 'write it as 30m, 24h or 7d',
    });
  if (ms > most)
    throw new LukaError('usage', {
      message: `${option} ${text} is longer than ${Math.floor(most / 86_400_000)} days`,
      remedy: 'give a shorter one',
    });
  return ms;
}

/**
 * Names, comma-separated, of which each must be known; `caught-up` is `caught_up`.
 * @throws LukaError usage
 */
export function parseNames<T extends string>(option: string, text: string, known: readonly T[]): T[] {
  const names = text.split(',').map((name) => name.trim().replaceAll('-', '_'));
  const unknown = names.find((name) => !known.includes(name as T));
  if (unknown !== undefined)
    throw new LukaError('usage', {
      message: `${option}: there is no "${unknown}"`,
      remedy: `use one of ${known.join(', ')}`,
    });
  return names as T[];
}
