/**
 * Keeps a window on one run's log: the tail first, then what is written, live; earlier and later pages as the reader
 * moves; a window around a search hit. While the reader follows, old lines go; while they read, nothing moves under
 * them: a full window stops growing and lets go of the live end until they return to it.
 */
import type { LogEntry, LogPage, LogStream } from '#shared/nouns/log.ts';
import { isAbort, toApiError, type ApiError } from '../api/api-error.ts';
import type { PageClient } from '../api/client.ts';
import type { LogLine } from './line-assembler.ts';
import { LogWindow } from './log-window.ts';

const PAGE_BYTES = 262_144;
/** How often what has streamed in is shown. */
const FLUSH_MS = 60;

export interface LogView {
  readonly lines: readonly LogLine[];
  /** Grows with every change: the lines array is the window's own. */
  readonly version: number;
  readonly phase: 'loading' | 'ready' | 'absent' | 'error';
  readonly error: ApiError | undefined;
  /** The first byte of the log is in the window. */
  readonly atStart: boolean;
  /** The last byte known is in the window: new lines are shown as they come. */
  readonly atEnd: boolean;
  readonly complete: boolean;
  /** Bytes in the log, as far as is known. */
  readonly size: number;
  readonly busy: 'earlier' | 'later' | undefined;
}

export type LogSource = Pick<PageClient, 'readLog' | 'streamLog'>;

export class LogFeed {
  readonly #source: LogSource;
  readonly #run: number;
  readonly #of: { readonly attempt?: number };
  readonly #listeners = new Set<() => void>();
  #window = new LogWindow();
  #view: LogView = {
    lines: [],
    version: 0,
    phase: 'loading',
    error: undefined,
    atStart: true,
    atEnd: true,
    complete: false,
    size: 0,
    busy: undefined,
  };
  #following = true;
  #suspended = false;
  #life = new AbortController();
  #stream: AbortController | undefined;
  #pending: LogEntry[] = [];
  #flushTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param attempt whose log is read; the newest attempt's where left out */
  constructor(source: LogSource, run: number, attempt?: number) {
    this.#source = source;
    this.#run = run;
    this.#of = attempt === undefined ? {} : { attempt };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly view = (): LogView => this.#view;

  /** @param tail false where a part of the log is asked for right away */
  start(tail = true): void {
    this.#life = new AbortController();
    if (tail) void this.toTail();
  }

  stop(): void {
    this.#life.abort();
    this.#stream?.abort();
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
  }

  setFollowing(following: boolean): void {
    this.#following = following;
    if (following && !this.#view.atEnd) void this.toTail();
  }

  /** Lets go of the connection while nobody looks, and catches up when somebody does. */
  setVisible(visible: boolean): void {
    if (this.#suspended !== visible) return;
    this.#suspended = !visible;
    if (!visible) this.#stream?.abort();
    else if (this.#view.phase === 'ready' && this.#view.atEnd && !this.#view.complete) {
      if (this.#following) void this.toTail();
      else this.#attach();
    }
  }

  /** Shows the end of the log and what is written from now on. */
  async toTail(): Promise<void> {
    await this.#load(async () => {
      const page = await this.#read({ limit: PAGE_BYTES });
      this.#replace(page, { atEnd: true });
    });
  }

  /** Shows the part of the log around a position. @returns the index of its line */
  async around(at: number, stream: LogStream): Promise<number | undefined> {
    const here = this.#window.indexOf(at, stream);
    if (here !== undefined) return here;
    await this.#load(async () => {
      const page = await this.#read({ from: Math.max(0, at - PAGE_BYTES / 2), limit: PAGE_BYTES });
      this.#replace(page, { atEnd: page.to >= page.size });
    });
    return this.#window.indexOf(at, stream);
  }

  async loadEarlier(): Promise<void> {
    if (this.#view.atStart || this.#view.busy || this.#view.phase !== 'ready') return;
    await this.#page('earlier', async () => {
      const window = this.#window;
      const page = await this.#read({ before: window.from, limit: PAGE_BYTES });
      if (window !== this.#window) return;
      window.prepend(page);
      if (window.trim('last')) this.#detach();
    });
  }

  async loadLater(): Promise<void> {
    if (this.#view.atEnd || this.#view.busy || this.#view.phase !== 'ready') return;
    await this.#page('later', async () => {
      const window = this.#window;
      const page = await this.#read({ from: window.to, limit: PAGE_BYTES });
      if (window !== this.#window) return;
      window.append(page.entries);
      window.trim('first');
      const atEnd = window.to >= page.size;
      this.#show({ size: page.size, complete: page.complete, atEnd });
      if (atEnd && !page.complete) this.#attach();
    });
  }

  /** A run that had no log yet has started. */
  retry(): void {
    if (this.#view.phase === 'absent' || this.#view.phase === 'error') void this.toTail();
  }

  #read(query: { from?: number; before?: number; limit: number }): Promise<LogPage> {
    return this.#source.readLog(
      { params: { run: this.#run }, query: { ...query, ...this.#of } },
      { signal: this.#life.signal },
    );
  }

  async #load(work: () => Promise<void>): Promise<void> {
    this.#detach();
    try {
      await work();
    } catch (thrown) {
      if (isAbort(thrown)) return;
      const error = toApiError(thrown);
      this.#show({ phase: error.code === 'log_unavailable' ? 'absent' : 'error', error });
    }
  }

  async #page(busy: 'earlier' | 'later', work: () => Promise<void>): Promise<void> {
    this.#show({ busy });
    try {
      await work();
    } catch (thrown) {
      if (!isAbort(thrown)) this.#show({ error: toApiError(thrown) });
    } finally {
      this.#show({ busy: undefined });
    }
  }

  #replace(page: LogPage, { atEnd }: { atEnd: boolean }): void {
    this.#window = LogWindow.of(page);
    this.#window.trim('first');
    this.#show({
      phase: 'ready',
      error: undefined,
      size: page.size,
      complete: page.complete,
      atEnd,
      busy: undefined,
    });
    if (atEnd && !page.complete) this.#attach();
  }

  #attach(): void {
    this.#stream?.abort();
    if (this.#suspended) return;
    const stream = new AbortController();
    this.#stream = stream;
    void this.#listen(stream.signal);
  }

  #detach(): void {
    this.#stream?.abort();
    this.#stream = undefined;
    this.#pending = [];
    this.#show({ atEnd: false });
  }

  /** Reads the live end until it ends, is let go of, or the page closes; comes back after a broken connection. */
  async #listen(signal: AbortSignal): Promise<void> {
    for (let wait = 500; !signal.aborted && !this.#life.signal.aborted; wait = Math.min(wait * 2, 8_000)) {
      try {
        const events = this.#source.streamLog(
          { params: { run: this.#run }, query: { from: this.#window.to, ...this.#of } },
          { signal: AbortSignal.any([signal, this.#life.signal]) },
        );
        for await (const event of events) {
          if (signal.aborted) return;
          wait = 500;
          if (event.event === 'log') this.#take(JSON.parse(event.data) as LogEntry);
          if (event.event === 'end') {
            this.#flush();
            this.#show({ complete: true });
            return;
          }
        }
      } catch (error) {
        if (isAbort(error)) return;
      }
      if (signal.aborted) return;
      this.#flush();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  #take(entry: LogEntry): void {
    this.#pending.push(entry);
    this.#flushTimer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    if (this.#pending.length === 0) return;
    const entries = this.#pending;
    this.#pending = [];
    this.#window.append(entries);
    if (this.#window.isFull) {
      if (this.#following) this.#window.trim('first');
      else this.#detach();
    }
    this.#show({ size: Math.max(this.#view.size, this.#window.to) });
  }

  #show(change: Partial<LogView>): void {
    this.#view = {
      ...this.#view,
      ...change,
      lines: this.#window.lines,
      version: this.#view.version + 1,
      atStart: this.#window.from === 0,
    };
    for (const listener of this.#listeners) listener();
  }
}
