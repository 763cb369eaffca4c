/** Tells that files grew: by an event, not a poll; in a flood only every few milliseconds. */
import { watch, type FSWatcher } from 'node:fs';
import type { Clock } from '../../clock.ts';

/** So many events within a rest's length are a flood. */
const FLOOD_EVENTS = 40;
const REST_MS = 50;

export class GrowthWatch {
  readonly #files: readonly string[];
  readonly #clock: Clock;
  readonly #look: () => void;
  #watchers: FSWatcher[] = [];
  #cancelRest: (() => void) | undefined;
  #events = 0;
  #eventsSince = 0;

  constructor(files: readonly string[], clock: Clock, look: () => void) {
    this.#files = files;
    this.#clock = clock;
    this.#look = look;
  }

  /** Looks at once, too: at what was written before the watch began. */
  start(): void {
    if (this.#watchers.length > 0 || this.#cancelRest !== undefined) return;
    this.#eventsSince = this.#clock.monotonic();
    this.#events = 0;
    for (const file of this.#files) {
      try {
        const watcher = watch(file, { persistent: false }, () => this.#noticed());
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      } catch {
        // No watch to be had (a limit, a file system without events): a look at the end of the step sees it all.
      }
    }
    this.#look();
  }

  stop(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
    this.#cancelRest?.();
    this.#cancelRest = undefined;
  }

  /** In a flood the events themselves cost more than what they tell: look away for a moment, then look at it all. */
  #noticed(): void {
    this.#look();
    const now = this.#clock.monotonic();
    if (now - this.#eventsSince > REST_MS) {
      this.#eventsSince = now;
      this.#events = 0;
    }
    this.#events += 1;
    if (this.#events < FLOOD_EVENTS) return;
    this.stop();
    this.#cancelRest = this.#clock.after(REST_MS, () => {
      this.#cancelRest = undefined;
      this.#look();
      this.start();
    });
  }
}
