/** What is known of the files a trigger means, and so what is news of them. */
import type { Stats } from 'node:fs';
import { newsOf, type News } from './news-of.ts';
import { isSame, Snapshot, stampOf, type Stamp } from './stamp.ts';

/** File systems keep times as coarse as this (exFAT), and an event may come that much after its cause. */
export const COARSE_MS = 2_000;

/** A look at all that is there. Moments are ms since 1970. */
export interface Learning {
  /** What is newer happened while nobody watched; undefined where nobody ever did. */
  readonly reference: number | undefined;
  /** When the watch began. */
  readonly since: number;
  readonly settle: number;
}

export class KnownFiles {
  readonly #known: Snapshot;
  /** Touched just before the watch began: an event may still come, and is news although they look the same. */
  readonly #fresh = new Set<string>();
  readonly #started: number;

  /** @param most how many are kept. @param started when the first watch began, ms since 1970 */
  constructor(most: number, started: number) {
    this.#known = new Snapshot(most);
    this.#started = started;
  }

  /**
   * A file that was found.
   * @returns what was missed of it; `look again` where it is being written perhaps; `full` where there are too many
   */
  learn(
    path: string,
    stats: Stats,
    cameAt: number,
    { reference, since, settle }: Learning,
  ): News | 'nothing' | 'look again' | 'full' {
    const stamp = stampOf(stats);
    const before = this.#known.get(path);
    if (before && isSame(before, stamp)) return 'nothing';
    const news: News | undefined = before
      ? { change: 'changed', at: stamp.modified }
      : newsOf(stats, cameAt, reference ?? since);
    const isLive = newsOf(stats, cameAt, since - Math.max(COARSE_MS, settle)) !== undefined;
    if (isLive && news?.change === 'created') return 'look again';
    // A size that no file has: whatever it settles at is then a change.
    if (!this.#known.set(path, isLive && news ? { ...stamp, size: -1 } : stamp)) return 'full';
    if (!news && isLive) this.#fresh.add(path);
    if (!news) return 'nothing';
    return isLive ? 'look again' : news;
  }

  /** Events of what came before the watch have come by now. */
  forgetFresh(): void {
    this.#fresh.clear();
  }

  /** A file was left alone. @returns what became of it since it was last known */
  settled(path: string, stamp: Stamp | undefined): 'created' | 'changed' | undefined {
    const before = this.#known.get(path);
    const isFresh = this.#fresh.delete(path);
    if (!stamp) {
      this.#known.delete(path);
      return undefined;
    }
    if (before && isSame(before, stamp) && !isFresh) return undefined;
    const isKept = this.#known.set(path, stamp);
    // Where there are too many to know them all, a file is new if it says so itself.
    const isOld = isFresh || !isKept ? stamp.born < this.#started - COARSE_MS : before !== undefined;
    return isOld ? 'changed' : 'created';
  }

  /** Whether a file looks as it did. */
  isAsKnown(path: string, stats: Stats): boolean {
    return isSame(this.#known.get(path), stampOf(stats));
  }

  get isFull(): boolean {
    return this.#known.isFull;
  }

  paths(): Iterable<string> {
    return this.#known.paths();
  }

  pathsIn(folder: string): string[] {
    return [...this.#known.namesIn(folder)].map((name) => (folder === '' ? name : `${folder}/${name}`));
  }

  delete(path: string): void {
    this.#known.delete(path);
  }

  deleteFolder(path: string): void {
    this.#known.deleteFolder(path);
  }

  clear(): void {
    this.#known.clear();
    this.#fresh.clear();
  }
}
