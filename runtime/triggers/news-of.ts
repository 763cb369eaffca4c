import type { Stats } from 'node:fs';

export interface News {
  readonly change: 'created' | 'changed';
  /** ms since 1970. */
  readonly at: number;
}

/**
 * What became of a file after a moment, by its own times; undefined where nothing did.
 *
 * A file that was moved here keeps its times but the one of its inode (rename(2)), and so does one that was only given a
 * tag, or opened in the Finder. The two are told apart by the folder, whose time is that of the last coming or going.
 * @param cameAt when something last came into its folder or went
 */
export function newsOf(stats: Stats, cameAt: number, after: number): News | undefined {
  const { birthtimeMs, mtimeMs, ctimeMs } = stats;
  if (birthtimeMs > after) return { change: 'created', at: Math.max(birthtimeMs, mtimeMs) };
  if (mtimeMs > after) return { change: 'changed', at: mtimeMs };
  if (ctimeMs > after && cameAt > after) return { change: 'created', at: ctimeMs };
  return undefined;
}
