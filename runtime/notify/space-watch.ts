/** Tells where the disk of the home has little room. No event tells that a disk fills up: it is looked at every ten minutes. */
import { formatBytes, parseSize } from '#shared/nouns/size.ts';
import type { Clock } from '../clock.ts';
import type { NewNotice } from './read-event.ts';

const EVERY_MS = 10 * 60_000;
const LEAST = '2GB';
/** It is told as over only where there is clearly more: a disk at the edge would tell all day. */
const CLEARLY = 1.2;

export interface SpaceWatchOptions {
  readonly clock: Clock;
  readonly path: string;
  readonly freeBytes: (path: string) => Promise<number>;
  /** As the file says; 2GB where it says nothing. */
  readonly least: () => string | undefined;
  /** Whether the newest notice about it told of trouble. */
  readonly inTrouble: (about: string) => boolean;
  readonly tell: (notice: NewNotice) => void;
  readonly onError: (error: unknown) => void;
}

export class SpaceWatch {
  readonly #options: SpaceWatchOptions;
  #cancel: (() => void) | undefined;

  constructor(options: SpaceWatchOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#look();
    this.#cancel = this.#options.clock.after(EVERY_MS, () => this.start());
  }

  stop(): void {
    this.#cancel?.();
  }

  async #look(): Promise<void> {
    const { clock, path, freeBytes, least, inTrouble, tell, onError } = this.#options;
    try {
      const free = await freeBytes(path);
      const wanted = parseSize(least() ?? LEAST) ?? 0;
      const told = inTrouble('space');
      const base = { about: 'space', open: '/', at: clock.now(), key: `space:${clock.now()}` };
      if (free < wanted && !told)
        tell({
          ...base,
          kind: 'space',
          severity: 'error',
          title: `${formatBytes(free)} are left on the disk`,
          body: `Luka's home is on it; told below ${formatBytes(wanted)}`,
        });
      else if (told && free > wanted * CLEARLY)
        tell({
          ...base,
          kind: 'recovered',
          severity: 'info',
          title: 'The disk has room again',
          body: `${formatBytes(free)} are free`,
        });
    } catch (error) {
      onError(error);
    }
  }
}
