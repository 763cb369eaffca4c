/**
 * Sends the trace of each run that has ended to the collector that the person has set. What is still to be sent is what the
 * ledger has after a mark: nothing is kept in memory, a crash loses nothing, and a collector that is down disturbs no run.
 */
import type { Run } from '#shared/nouns/run.ts';
import type { Clock } from '../../clock.ts';
import { Marks } from '../../schedule/marks.ts';
import type { Store } from '../../store/store.ts';
import type { TracedRun } from './ids.ts';
import { exportRequest } from './otlp-json.ts';
import { postSpans, type Posted } from './post-spans.ts';
import { runSpans } from './run-spans.ts';
import type { Attributes } from './span.ts';

/** Runs of one request. */
const BATCH = 50;
/** Events that a collector may be behind by: what is older is never sent. */
const MOST_BEHIND = 20_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

export interface TraceDeskOptions {
  readonly home: string;
  readonly store: Store;
  readonly clock: Clock;
  /** The address of the collector; undefined where none is set. */
  readonly endpoint: () => string | undefined;
  /** @throws where there is no such run any more */
  readonly snapshot: (run: number) => Run;
  readonly resource: Attributes;
  /** Told once when a collector begins to fail, and of what is never sent. */
  readonly onError: (error: unknown) => void;
  /** How a batch goes out; over HTTP where left out. */
  readonly post?: typeof postSpans;
}

export class TraceDesk {
  readonly #options: TraceDeskOptions;
  readonly #marks: Marks;
  readonly #life = new AbortController();
  #unfollow: (() => void) | undefined;
  #cancel: (() => void) | undefined;
  #going: Promise<void> | undefined;
  #waitMs = FIRST_WAIT_MS;
  #isFailing = false;
  #wanted = false;
  #counts = { sent: 0, dropped: 0 };

  constructor(options: TraceDeskOptions) {
    this.#options = options;
    this.#marks = new Marks(options.store);
  }

  /** Runs whose traces were taken by a collector, and those whose never will be, since the start. */
  get counts(): { readonly sent: number; readonly dropped: number } {
    return this.#counts;
  }

  /** Sends what a Luka before could not. */
  start(): void {
    this.#unfollow = this.#options.store.onEvent(({ type }) => {
      if (type === 'run.finished') this.look();
    });
    this.look();
  }

  /** The setting changed: a collector that is new is told of what ends from now on. */
  changed(): void {
    if (this.#options.endpoint() === undefined) return;
    this.#mark(this.#options.store.eventSeq);
    this.#waitMs = FIRST_WAIT_MS;
    this.look();
  }

  /** One at a time; what comes meanwhile is looked for once more. */
  look(): void {
    if (this.#unfollow === undefined || this.#cancel !== undefined) return;
    this.#wanted = true;
    this.#going ??= this.#lookAll().finally(() => (this.#going = undefined));
  }

  async #lookAll(): Promise<void> {
    // One that waits for its next try finds all that came meanwhile.
    while (this.#wanted && this.#cancel === undefined) {
      this.#wanted = false;
      await this.#sendAll().catch(this.#options.onError);
    }
  }

  async stop(): Promise<void> {
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
    // What was not taken is sent by the next start.
    this.#life.abort();
    await this.#going;
  }

  async #sendAll(): Promise<void> {
    const { store, endpoint } = this.#options;
    for (;;) {
      const url = endpoint();
      if (url === undefined || this.#unfollow === undefined) return;
      const from = this.#from();
      const finished = store.eventsOfTypeAfter('run.finished', from, BATCH);
      const last = finished.at(-1);
      if (last === undefined) return;
      const spans = finished.flatMap(({ run }) => (run === undefined ? [] : this.#spansOf(run)));
      const post = this.#options.post ?? postSpans;
      const posted = await post(url, exportRequest(spans, this.#options.resource), {
        signal: this.#life.signal,
      });
      if (posted.outcome === 'later') return this.#wait(posted.message);
      this.#settle(posted, finished.length);
      this.#mark(last.seq);
    }
  }

  /** Up to which event everything was sent. */
  #from(): number {
    const { store } = this.#options;
    const mark = this.#marks.get('traces');
    if (mark === undefined) {
      this.#mark(store.eventSeq);
      return store.eventSeq;
    }
    const least = store.eventSeq - MOST_BEHIND;
    if (Number(mark) >= least) return Number(mark);
    this.#options.onError(
      new Error('the collector of traces was away for too long: older runs are not sent'),
    );
    return least;
  }

  #spansOf(id: number): ReturnType<typeof runSpans> {
    const { home, snapshot, store } = this.#options;
    let run: Run;
    try {
      run = snapshot(id);
    } catch {
      // Removed by age since.
      return [];
    }
    const decided = store.get<{ at: number | null }>(
      'select max(decided_at) as at from approvals where run = ?',
      id,
    )?.at;
    return runSpans({ home, run, decidedAt: decided ?? undefined, before: this.#before(run) });
  }

  /** `run #12 of fetch`, `run again of #12`. */
  #before({ cause }: Run): TracedRun | undefined {
    const words = cause.kind === 'after' ? cause.subject : cause.kind === 'rerun' ? cause.detail : undefined;
    const id = /#(\d+)/.exec(words ?? '')?.[1];
    if (id === undefined) return undefined;
    return this.#options.store.get<TracedRun>(
      'select id, queued_at as queuedAt from runs where id = ?',
      Number(id),
    );
  }

  #settle(posted: Exclude<Posted, { outcome: 'later' }>, runs: number): void {
    this.#waitMs = FIRST_WAIT_MS;
    this.#isFailing = false;
    if (posted.outcome === 'taken') {
      this.#counts = { ...this.#counts, sent: this.#counts.sent + runs };
      if (posted.rejected > 0)
        this.#options.onError(new Error(`the collector of traces did not want ${posted.rejected} spans`));
      return;
    }
    this.#counts = { ...this.#counts, dropped: this.#counts.dropped + runs };
    this.#options.onError(new Error(posted.message));
  }

  #wait(message: string): void {
    if (this.#unfollow === undefined) return;
    if (!this.#isFailing) this.#options.onError(new Error(message));
    this.#isFailing = true;
    this.#cancel = this.#options.clock.after(this.#waitMs, () => {
      this.#cancel = undefined;
      this.look();
    });
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }

  #mark(seq: number): void {
    this.#options.store.commit((tx) => this.#marks.set(tx, 'traces', seq));
  }
}
