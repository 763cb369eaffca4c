/** How a person names a run: `12`, `#12`, or `last` for the newest. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LukaClient } from './connect.ts';

/** @returns the number, or undefined for `last`. @throws LukaError usage */
export function parseRunReference(text: string): number | undefined {
  if (text === 'last') return undefined;
  const id = /^#?(\d{1,15})$/.exec(text)?.[1];
  if (id === undefined || Number(id) === 0)
    throw new LukaError('usage', {
      message: `"${text}" names no run`,
      remedy: 'give its number, such as 12 or #12, or `last`; see `luka ps --all`',
    });
  return Number(id);
}

/** The number of the newest run where none was given. @throws LukaError run_unknown */
export async function resolveRun(
  client: Pick<LukaClient, 'listRuns'>,
  reference: number | undefined,
): Promise<number> {
  if (reference !== undefined) return reference;
  const newest = (await client.listRuns({ query: { limit: 1 } })).runs[0];
  if (newest === undefined)
    throw new LukaError('run_unknown', {
      message: 'there is no run yet',
      remedy: 'start one with `luka run <task>`',
    });
  return newest.id;
}
