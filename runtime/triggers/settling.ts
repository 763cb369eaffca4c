/** Waits until files are left alone. */
import type { Clock } from '../clock.ts';
import { limit } from './limit.ts';
import { isSame, type Stamp } from './stamp.ts';

/** Enough to keep a disk busy, few enough to leave it to others too. */
const LOOKS_AT_ONCE = 16;

export interface SettlingOptions {
  readonly clock: Clock;
  /** For so long nothing may change it, ms. */
  readonly settle: number;
  readonly look: (path: string) => Promise<Stamp | undefined>;
  /** Once for all changes since the last time. Undefined: it is gone. */
  readonly settled: (path: string, stamp: Stamp | undefined) => void;
}

interface Waiting {
  /** The latest sign of life, by the monotonic clock. */
  readonly since: number;
  seen: Stamp | undefined | 'not yet';
}

export class Settling {
  readonly #options: SettlingOptions;
  readonly #inTurn = limit(LOOKS_AT_ONCE);
  /** In the order of `since`. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #checked = new Map<string, Waiting>();
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(options: SettlingOptions) {
    this.#options = options;
  }

  /** Something may have happened to the file. */
  note(path: string): void {
    if (this.#closed) return;
    const known = this.#waiting.get(path) ?? this.#checked.get(path);
    this.#checked.delete(path);
    this.#wait(path, known ? known.seen : 'not yet');
    if (!known) void this.#lookFirst(path);
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#waiting.clear();
    this.#checked.clear();
  }

  #wait(path: string, seen: Waiting['seen']): void {
    this.#waiting.delete(path);
    this.#waiting.set(path, { since: this.#options.clock.monotonic(), seen });
    this.#arm();
  }

  /** Not every change sends an event, those of other machines least of all: what is seen now is compared later. */
  async #lookFirst(path: string): Promise<void> {
    const stamp = await this.#inTurn(() => this.#options.look(path));
    const waiting = this.#waiting.get(path);
    if (waiting?.seen === 'not yet') waiting.seen = stamp;
  }

  /** One timer for the one that has waited longest: the others cannot be due before it. */
  #arm(): void {
    if (this.#cancelTimer || this.#closed) return;
    const [first] = this.#waiting.values();
    if (!first) return;
    const { clock, settle } = this.#options;
    const wait = Math.max(0, first.since + settle - clock.monotonic());
    this.#cancelTimer = clock.after(wait, () => {
      this.#cancelTimer = undefined;
      this.#checkDue();
      this.#arm();
    });
  }

  #checkDue(): void {
    const { clock, settle } = this.#options;
    for (const [path, waiting] of this.#waiting) {
      if (waiting.since + settle > clock.monotonic()) break;
      this.#waiting.delete(path);
      this.#checked.set(path, waiting);
      void this.#check(path, waiting);
    }
  }

  async #check(path: string, waiting: Waiting): Promise<void> {
    const stamp = await this.#inTurn(() => this.#options.look(path));
    // Noted again meanwhile, or closed.
    if (this.#checked.get(path) !== waiting) return;
    this.#checked.delete(path);
    if (waiting.seen !== 'not yet' && isSame(waiting.seen, stamp)) this.#options.settled(path, stamp);
    else this.#wait(path, stamp);
  }
}
