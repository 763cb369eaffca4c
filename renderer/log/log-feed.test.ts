import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry, LogPage } from '#shared/nouns/log.ts';
import type { ServerSentEvent } from '#shared/http/event-stream.ts';
import { ApiError } from '../api/api-error.ts';
import { LogFeed, type LogSource } from './log-feed.ts';
import { MAX_LINES } from './log-window.ts';

/** A log in memory that answers like the server, and to which a test can write. */
class FakeLog implements LogSource {
  entries: LogEntry[] = [];
  complete = false;
  absent = false;
  watchers = 0;
  readonly #wakes = new Set<() => void>();

  get size(): number {
    const last = this.entries.at(-1);
    return last ? last.at + last.bytes : 0;
  }
  write(...texts: string[]): void {
    for (const text of texts)
      this.entries.push({ stream: 'out', at: this.size, bytes: text.length, time: 0, text });
    for (const wake of this.#wakes) wake();
  }
  end(): void {
    this.complete = true;
    for (const wake of this.#wakes) wake();
  }
  readonly readLog: LogSource['readLog'] = async ({ query }) => {
    if (this.absent) throw new ApiError(404, { code: 'log_unavailable', message: '', remedy: '' });
    const { from, before, limit } = query as { from?: number; before?: number; limit: number };
    const low = from ?? Math.max(0, (before ?? this.size) - limit);
    const high = from === undefined ? (before ?? this.size) : from + limit;
    const entries = this.entries.filter((entry) => entry.at >= low && entry.at < high);
    const last = entries.at(-1);
    const page: LogPage = {
      entries,
      from: entries[0]?.at ?? low,
      to: last ? last.at + last.bytes : low,
      size: this.size,
      complete: this.complete,
    };
    return page;
  };
  readonly streamLog: LogSource['streamLog'] = ({ query }, options) =>
    this.#stream(query?.from as number, options?.signal as AbortSignal);
  async *#stream(from: number, signal: AbortSignal): AsyncIterable<ServerSentEvent> {
    let sent = from;
    this.watchers += 1;
    signal.addEventListener('abort', () => (this.watchers -= 1), { once: true });
    while (!signal.aborted) {
      for (const entry of this.entries.filter((entry) => entry.at >= sent)) {
        sent = entry.at + entry.bytes;
        yield { event: 'log', data: JSON.stringify(entry) };
      }
      if (this.complete) yield { event: 'end', data: '{}' };
      await new Promise<void>((resolve) => {
        this.#wakes.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}

const until = async (feed: LogFeed, holds: () => boolean): Promise<void> => {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const stop = feed.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
};
const texts = (feed: LogFeed): string[] => feed.view().lines.map((line) => line.text);
const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `line ${from + i}\n`);

describe('LogFeed', () => {
  let log: FakeLog;
  let feed: LogFeed;
  beforeEach(() => {
    log = new FakeLog();
    feed = new LogFeed(log, 1);
  });
  afterEach(() => feed.stop());

  it('shows what there is, then what is written, then that it ended', async () => {
    log.write('a\n');
    feed.start();
    await until(feed, () => feed.view().phase === 'ready');
    expect(texts(feed)).toEqual(['a']);
    log.write('b\n', 'c');
    await until(feed, () => texts(feed).length === 3);
    expect(feed.view().complete).toBe(false);
    log.end();
    await until(feed, () => feed.view().complete);
    expect(texts(feed)).toEqual(['a', 'b', 'c']);
  });

  it('reads the log of one attempt, the live end as well', async () => {
    const queries: unknown[] = [];
    const source: LogSource = {
      readLog: async (request, options) => {
        queries.push(request.query);
        return log.readLog(request, options);
      },
      streamLog: (request, options) => {
        queries.push(request.query);
        return log.streamLog(request, options);
      },
    };
    log.write('one\n');
    const second = new LogFeed(source, 1, 2);
    second.start();
    await until(second, () => texts(second).length === 1);
    log.write('two\n');
    await until(second, () => texts(second).length === 2);
    second.stop();
    expect(queries).toEqual([
      { limit: 262_144, attempt: 2 },
      { from: 4, attempt: 2 },
    ]);
  });

  it('starts with the tail of a long log and reaches its start page by page', async () => {
    log.write(...lines(0, 60_000));
    log.end();
    feed.start();
    await until(feed, () => feed.view().phase === 'ready');
    expect(texts(feed).at(-1)).toBe('line 59999');
    expect(feed.view().atStart).toBe(false);
    for (let pages = 0; !feed.view().atStart && pages < 10; pages += 1) await feed.loadEarlier();
    expect(texts(feed)[0]).toBe('line 0');
    expect(texts(feed).length).toBeLessThanOrEqual(MAX_LINES);
    expect(feed.view().atEnd).toBe(false);
    for (let pages = 0; !feed.view().atEnd && pages < 10; pages += 1) await feed.loadLater();
    expect(texts(feed).at(-1)).toBe('line 59999');
  });

  it('opens a window around a hit', async () => {
    log.write(...lines(0, 60_000));
    log.end();
    feed.start();
    await until(feed, () => feed.view().phase === 'ready');
    const entry = log.entries[20_000];
    const index = await feed.around(entry?.at ?? -1, 'out');
    expect(texts(feed)[index ?? -1]).toBe('line 20000');
    expect(feed.view().atEnd).toBe(false);
  });

  it('keeps its bounds while following', async () => {
    feed.start();
    await until(feed, () => feed.view().phase === 'ready');
    log.write(...lines(0, MAX_LINES + 5_000));
    await until(feed, () => texts(feed).at(-1) === `line ${MAX_LINES + 4_999}`);
    expect(texts(feed).length).toBeLessThanOrEqual(MAX_LINES);
    expect(feed.view().atEnd).toBe(true);
  });

  it('moves nothing under a reader: a full window lets go of the live end, and returns to it when asked', async () => {
    log.write('first\n');
    feed.start();
    await until(feed, () => feed.view().phase === 'ready');
    feed.setFollowing(false);
    log.write(...lines(0, MAX_LINES + 10));
    await until(feed, () => !feed.view().atEnd);
    expect(texts(feed)[0]).toBe('first');
    feed.setFollowing(true);
    await until(feed, () => feed.view().atEnd);
    expect(texts(feed).at(-1)).toBe(`line ${MAX_LINES + 9}`);
  });

  it('holds no connection while nobody looks, and misses nothing', async () => {
    log.write('a\n');
    feed.start();
    await until(feed, () => feed.view().phase === 'ready');
    await expect.poll(() => log.watchers).toBe(1);
    for (const following of [true, false]) {
      feed.setFollowing(following);
      feed.setVisible(false);
      await expect.poll(() => log.watchers).toBe(0);
      log.write(`while away, following ${following}\n`);
      feed.setVisible(true);
      await until(feed, () => texts(feed).at(-1) === `while away, following ${following}`);
    }
    expect(texts(feed)).toHaveLength(3);
  });

  it('waits for a log that is not there yet', async () => {
    log.absent = true;
    feed.start();
    await until(feed, () => feed.view().phase === 'absent');
    log.absent = false;
    log.write('now\n');
    feed.retry();
    await until(feed, () => feed.view().phase === 'ready');
    expect(texts(feed)).toEqual(['now']);
  });
});
