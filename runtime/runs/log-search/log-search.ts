/**
 * Searches through all logs for whoever asks. Each search is a thread, so nothing waits for it; few go at once and one for
 * each client, the others wait their turn; one that nobody listens to any more is ended, whatever it is doing.
 */
import { Worker } from 'node:worker_threads';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import type { LogSearchEvent } from '#shared/nouns/log-search.ts';
import type { LogIndex } from '../logs/log-index.ts';
import type { FromScan, ScanJob, Tail, TailAsked, ToScan } from './protocol.ts';

const MOST_AT_ONCE = 2;
const MOST_WAITING = 16;
/** A thread that says nothing for so long is stuck: it tells how far it is 25 times a second. */
const SILENT_MS = 30_000;
const MEMORY_MB = 512;

export interface LogSearchOptions {
  /** The ledger's file, and the folder of the logs; absolute. */
  readonly database: string;
  readonly folder: string;
  readonly program: string;
  /** The index of the log of an attempt, while it goes. */
  readonly live: (run: number, attempt: number) => LogIndex | undefined;
  readonly onError: (error: unknown) => void;
  readonly silentMs?: number;
}

export interface LogSearchHandle {
  /** Resolves when it goes or waits its turn. Rejects with LukaError log_pattern_invalid, log_search_busy, log_search_failed. */
  readonly ready: Promise<void>;
  /** Everything that was told has been taken: more may come. */
  taken(): void;
  /** Ends it. Nothing is told any more. */
  stop(): void;
}

interface Search {
  readonly client: string;
  readonly job: ScanJob;
  readonly tell: (event: LogSearchEvent) => void;
  readonly ready: PromiseWithResolvers<void>;
  worker: Worker | undefined;
  timer: NodeJS.Timeout | undefined;
  /** Messages with events that were not taken yet. */
  owed: number;
  waited: boolean;
}

export class LogSearch {
  readonly #options: LogSearchOptions;
  readonly #going = new Set<Search>();
  #waiting: Search[] = [];
  readonly #ending = new Set<Promise<unknown>>();

  constructor(options: LogSearchOptions) {
    this.#options = options;
  }

  /** How many threads there are. */
  get going(): number {
    return this.#going.size + this.#ending.size;
  }

  /** @param client whose it is: one search of each goes at a time */
  begin(
    wishes: Omit<ScanJob, 'database' | 'folder'>,
    client: string,
    tell: (event: LogSearchEvent) => void,
  ): LogSearchHandle {
    const { database, folder } = this.#options;
    const search: Search = {
      client,
      job: { ...wishes, database, folder },
      tell,
      ready: Promise.withResolvers(),
      worker: undefined,
      timer: undefined,
      owed: 0,
      waited: false,
    };
    this.#waiting.push(search);
    this.#pump();
    if (this.#waiting.includes(search)) {
      if (this.#waiting.length > MOST_WAITING) this.#end(search, new LukaError('log_search_busy'));
      else {
        search.waited = true;
        search.ready.resolve();
        tell({ kind: 'waiting' });
      }
    }
    return {
      ready: search.ready.promise,
      taken: () => {
        for (; search.owed > 0; search.owed -= 1) post(search, { kind: 'more' });
      },
      stop: () => this.#end(search),
    };
  }

  /** Ends all of them; resolves when their threads are gone. */
  async close(): Promise<void> {
    const stopping = new LukaError('stopping');
    for (const search of [...this.#waiting, ...this.#going]) this.#end(search, stopping);
    await Promise.all(this.#ending);
  }

  #pump(): void {
    for (const search of this.#waiting) {
      if (this.going >= MOST_AT_ONCE) return;
      if ([...this.#going].some(({ client }) => client === search.client)) continue;
      this.#waiting = this.#waiting.filter((other) => other !== search);
      this.#start(search);
    }
  }

  #start(search: Search): void {
    const worker = new Worker(this.#options.program, {
      workerData: search.job,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    search.worker = worker;
    this.#going.add(search);
    this.#watch(search);
    worker.on('message', (message: FromScan) => this.#hear(search, message));
    worker.on('error', (error) => this.#fail(search, error));
    worker.on('exit', () => this.#fail(search, new Error('its thread ended')));
  }

  #hear(search: Search, message: FromScan): void {
    if (!this.#going.has(search)) return;
    this.#watch(search);
    switch (message.kind) {
      case 'refused': {
        const { fault } = message;
        const told = `${fault.message} (column ${fault.column} of the pattern)`;
        const remedy = 'write it in the syntax of RE2, or search for it as text';
        const place = { severity: 'error', message: fault.message, remedy, column: fault.column } as const;
        return this.#end(
          search,
          new LukaError('log_pattern_invalid', {
            message: told,
            findings: [{ code: 'log_pattern_invalid', ...place }],
          }),
        );
      }
      case 'began':
        return search.ready.resolve();
      case 'alive':
        return undefined;
      case 'tail': {
        const index = this.#options.live(message.run, message.attempt);
        return post(search, { kind: 'tail', segments: index && tailOf(index, message) });
      }
      case 'events': {
        search.owed += 1;
        for (const event of message.events) search.tell(event);
        if (message.events.at(-1)?.kind === 'end') this.#end(search);
      }
    }
  }

  /** Nothing is heard of a thread that waits for its reader; of any other there is. */
  #watch(search: Search): void {
    clearTimeout(search.timer);
    const { silentMs = SILENT_MS } = this.#options;
    search.timer = setTimeout(() => {
      if (search.owed > 0) return this.#watch(search);
      this.#fail(search, new Error('it did not get on'));
    }, silentMs);
    search.timer.unref();
  }

  #fail(search: Search, cause: unknown): void {
    if (!this.#going.has(search)) return;
    this.#options.onError(cause);
    this.#end(search, new LukaError('log_search_failed', { cause }));
  }

  #end(search: Search, error?: LukaError): void {
    const waited = this.#waiting.includes(search);
    if (!waited && !this.#going.delete(search)) return;
    this.#waiting = this.#waiting.filter((other) => other !== search);
    clearTimeout(search.timer);
    if (error) {
      // Who was told that it goes hears of the end as an event.
      search.ready.promise.then(
        () => search.tell({ kind: 'error', error: toErrorBody(error) }),
        () => undefined,
      );
      search.ready.reject(error);
    }
    search.ready.resolve();
    if (search.worker) {
      const ended = search.worker.terminate().finally(() => {
        this.#ending.delete(ended);
        this.#pump();
      });
      this.#ending.add(ended);
    }
  }
}

/** What is written down does not change any more, but a turn-over writes all of it anew. */
function tailOf(index: LogIndex, { from, size, generation, leftOut }: TailAsked): Tail {
  const last = index.segments[from - 1];
  const known = last ? last.at + last.bytes : 0;
  const isSame = index.generation === generation && (index.leftOut?.bytes ?? 0) === leftOut;
  return isSame && known === size ? index.segments.slice(from) : 'again';
}

function post(search: Search, message: ToScan): void {
  search.worker?.postMessage(message);
}
