/**
 * Watches over files while they arrive in the inbox, and says when one is whole. JSON is whole as soon as it parses;
 * anything else when it has been left alone for a while. Woken by events and one-shot timers, never by polling.
 */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { isWholeJson, MAX_ORDER_BYTES, orderFormat } from './order-text.ts';
import { isIgnoredName } from './order-names.ts';

export interface ArrivalsOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** How long a file that does not tell by itself must be unchanged, ms. */
  readonly settleMs: number;
  /** How long a file may be unchanged while it is plainly unfinished, ms. */
  readonly quietMs: number;
  /** Takes a file; `waited` where it is taken because nothing more came, whole or not. Must not reject. */
  readonly take: (name: string, waited: boolean) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

interface Waiting {
  signature: string;
  /** Monotonic, ms: since when it has been unchanged. */
  since: number;
  cancel: () => void;
}

const AT_ONCE = 8;
/** After how long an inbox that could not be listed is listed again. */
const RETRY_MS = 30_000;

export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #queue = new Set<string>();
  readonly #busy = new Set<string>();
  readonly #work = new Set<Promise<void>>();
  #cancelRetry = (): void => undefined;
  #open = true;

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /** Something happened to these names; undefined: to any. */
  note(names: readonly string[] | undefined): void {
    if (!this.#open) return;
    if (names === undefined) {
      this.#track(this.#noteAll());
      return;
    }
    for (const name of names) {
      // Only the inbox itself: what is in a folder of it was not dropped as an order.
      if (!isIgnoredName(name) && !/[/\\]/.test(name)) this.#queue.add(name);
    }
    this.#pump();
  }

  /** Takes nothing more; resolves when what is being taken is done. */
  async close(): Promise<void> {
    this.#open = false;
    this.#queue.clear();
    for (const waiting of this.#waiting.values()) waiting.cancel();
    this.#waiting.clear();
    this.#cancelRetry();
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
  }

  async #noteAll(): Promise<void> {
    const { folder, clock, onError } = this.#options;
    try {
      this.note((await readdir(folder)).sort());
    } catch (error) {
      onError(error);
      this.#cancelRetry();
      if (this.#open) this.#cancelRetry = clock.after(RETRY_MS, () => this.note(undefined));
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.catch(this.#options.onError).finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  #pump(): void {
    for (const name of this.#queue) {
      if (!this.#open || this.#busy.size >= AT_ONCE) return;
      if (this.#busy.has(name)) continue;
      this.#queue.delete(name);
      this.#busy.add(name);
      this.#track(
        this.#examine(name).finally(() => {
          this.#busy.delete(name);
          this.#pump();
        }),
      );
    }
  }

  async #examine(name: string): Promise<void> {
    const { folder, clock, settleMs, quietMs, take } = this.#options;
    const file = join(folder, name);
    const found = await lstat(file).catch(() => undefined);
    const before = this.#waiting.get(name);
    before?.cancel();
    if (!found || found.isDirectory()) {
      this.#waiting.delete(name);
      return;
    }
    const takeNow = async (waited: boolean): Promise<void> => {
      this.#waiting.delete(name);
      if (this.#open) await take(name, waited);
    };
    // What will be refused whatever it says is not read at all.
    if (!found.isFile() || found.size > MAX_ORDER_BYTES) return takeNow(false);

    const signature = `${found.ino}:${found.size}:${found.mtimeMs}`;
    const now = clock.monotonic();
    const since = before?.signature === signature ? before.since : now;
    const text = await readFile(file, 'utf8').catch(() => '');
    const format = text.trim() === '' ? 'empty' : orderFormat(name, text);
    if (format === 'json' && isWholeJson(text)) return takeNow(false);
    const patience = format === 'yaml' ? settleMs : quietMs;
    const left = patience - (now - since);
    if (left <= 0) return takeNow(true);
    const cancel = clock.after(left, () => this.note([name]));
    if (this.#open) this.#waiting.set(name, { signature, since, cancel });
    else cancel();
  }
}
