/** All logs, going or done: the one place to ask for a log by its run and attempt. */
import { on } from 'node:events';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LogPage, LogSearchResult } from '#shared/nouns/log.ts';
import type { Clock } from '../../clock.ts';
import { parseIndex } from './index-file.ts';
import { removeLeftovers, settleCut } from './leftovers.ts';
import { logFiles } from './log-files.ts';
import type { LogIndex } from './log-index.ts';
import { dropWhereShort, readIndex, readLog, type LogRange, type LogSource } from './log-reader.ts';
import { RunLog } from './run-log.ts';
import type { FromSearch, SearchJob } from './search-worker.ts';

/** Indexes of finished logs that are kept in memory, so that paging does not read them each time. */
const KEPT_INDEXES = 16;

export class LogShelf {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #searchProgram: string;
  /** By run: one attempt of it goes at a time. */
  readonly #live = new Map<number, { attempt: number; log: RunLog }>();
  #changes = 0;
  readonly #done = new Map<string, LogIndex>();

  constructor(options: { folder: string; clock: Clock; searchProgram: string }) {
    this.#folder = options.folder;
    this.#clock = options.clock;
    this.#searchProgram = options.searchProgram;
  }

  /** Starts the log of an attempt. @throws the system's error when its files cannot be made */
  create(run: number, attempt: number): RunLog {
    const log = new RunLog(logFiles(this.#folder, run, attempt), this.#clock);
    this.#forget(run, attempt);
    this.#live.set(run, { attempt, log });
    return log;
  }

  /** Goes on with the log of an attempt that outlived the Luka that began it. @throws the system's error */
  async resume(run: number, attempt: number): Promise<RunLog> {
    const files = logFiles(this.#folder, run, attempt);
    const text = await readFile(files.index, 'utf8').catch(() => '');
    // A line that a crash tore would swallow the next one.
    if (text !== '' && !text.endsWith('\n')) await appendFile(files.index, '\n');
    const index = parseIndex(text);
    await dropWhereShort(files, index);
    await settleCut(files, index);
    await removeLeftovers(files, index);
    const log = new RunLog(files, this.#clock, index);
    this.#forget(run, attempt);
    this.#live.set(run, { attempt, log });
    log.observe();
    return log;
  }

  /** The log of the attempt, while it goes. */
  live(run: number, attempt: number): RunLog | undefined {
    const live = this.#live.get(run);
    return live?.attempt === attempt ? live.log : undefined;
  }

  /** Whether one is being written. */
  isLive(run: number): boolean {
    return this.#live.has(run);
  }

  close(run: number): void {
    const live = this.#live.get(run);
    live?.log.close();
    this.#live.delete(run);
    if (live) this.#forget(run, live.attempt);
  }

  /** What was read of a log before it was there, or while it went, is not what it became. */
  #forget(run: number, attempt: number): void {
    this.#changes += 1;
    this.#done.delete(`${run}.${attempt}`);
  }

  /** Bytes so far; 0 where there is no log. */
  async size(run: number, attempt: number): Promise<number> {
    return (await this.#source(run, attempt).catch(() => undefined))?.index.size ?? 0;
  }

  /** @throws LukaError log_unavailable */
  async read(run: number, attempt: number, range: LogRange): Promise<LogPage> {
    return readLog(await this.#source(run, attempt), range);
  }

  /** @throws LukaError log_unavailable */
  async search(run: number, attempt: number, query: string, limit: number): Promise<LogSearchResult> {
    for (;;) {
      const { index } = await this.#source(run, attempt);
      const { moves } = index;
      try {
        return await this.#searchOn(run, attempt, { query, limit });
      } catch (error) {
        // The older files went before its thread had opened them.
        if (index.moves === moves) throw error;
      }
    }
  }

  async #searchOn(
    run: number,
    attempt: number,
    wishes: Pick<SearchJob, 'query' | 'limit'>,
  ): Promise<LogSearchResult> {
    const worker = new Worker(this.#searchProgram);
    // What it dies of is thrown below; when it is being ended, nobody waits for it any more.
    worker.on('error', () => undefined);
    try {
      const said = on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[FromSearch]>;
      for await (const [message] of said) {
        if ('result' in message) return message.result;
        if ('error' in message) throw new LukaError('log_unavailable', { message: message.error });
        // Only now that it is there: what a log that is turned over has may be another when it is asked.
        const { files, index } = await this.#source(run, attempt);
        const { segments, generation, older, base } = index;
        worker.postMessage({
          files,
          segments,
          places: { generation, older, base },
          ...wishes,
        } satisfies SearchJob);
      }
      throw new LukaError('log_unavailable', { message: 'the log cannot be read' });
    } finally {
      await worker.terminate();
    }
  }

  /** The highest run id that has a log folder. */
  async highestRun(): Promise<number> {
    let highest = 0;
    for (const thousand of await readdir(this.#folder).catch(() => [])) {
      if (!/^\d+$/.test(thousand)) continue;
      for (const run of await readdir(`${this.#folder}/${thousand}`).catch(() => []))
        highest = Math.max(highest, Number(run) || 0);
    }
    return highest;
  }

  async #source(run: number, attempt: number): Promise<LogSource> {
    const live = this.live(run, attempt);
    if (live) return live;
    const files = logFiles(this.#folder, run, attempt);
    const key = `${run}.${attempt}`;
    let index = this.#done.get(key);
    if (!index) {
      const before = this.#changes;
      index = await readIndex(files);
      // A log began or ended meanwhile, perhaps this one.
      if (this.#changes !== before) return this.#source(run, attempt);
      this.#done.set(key, index);
      const oldest = this.#done.keys().next().value;
      if (this.#done.size > KEPT_INDEXES && oldest !== undefined) this.#done.delete(oldest);
    }
    return { files, index, complete: true };
  }
}
