/**
 * Makes notices of events: of those that come, and at a start of those that came since the last one that was noted. A notice
 * has the key of what happened, so reading an event twice tells of it once.
 */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { breathe } from '../schedule/breathe.ts';
import { clockWords } from '../schedule/local-words.ts';
import { Marks } from '../schedule/marks.ts';
import type { Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { NotifyLedger } from './notify-ledger.ts';
import { readEvent, settledBy, TOLD_EVENTS, type NewNotice } from './read-event.ts';

const BATCH = 200;
/** Events after which it is noted how far was read although nothing was told. */
const NOTE_EVERY = 2_000;
const VERDICT = "('succeeded', 'failed', 'timed_out', 'interrupted', 'denied')";

export interface EventReaderOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: NotifyLedger;
  readonly task: (id: string) => LoadedTask | undefined;
  /** Writes a notice for its channels. */
  readonly add: (tx: Transaction, notice: NewNotice) => void;
  readonly onAdded: () => void;
  readonly onError: (error: unknown) => void;
}

export class EventReader {
  readonly #options: EventReaderOptions;
  readonly #marks: Marks;
  readonly #types = new Set<string>(TOLD_EVENTS);
  #came: LukaEvent[] = [];
  #flushing = false;
  #readTo = 0;
  #notedTo = 0;
  #unfollow: (() => void) | undefined;

  constructor(options: EventReaderOptions) {
    this.#options = options;
    this.#marks = new Marks(options.store);
  }

  /** Reads what came since, then follows. Of the time before the first start nothing is told. */
  async start(): Promise<void> {
    const { store } = this.#options;
    const noted = this.#marks.get('notify');
    this.#readTo = this.#notedTo = noted === undefined ? store.eventSeq : Number(noted);
    if (noted === undefined) store.commit((tx) => this.#marks.set(tx, 'notify', this.#readTo));
    // Followed from here on; what comes while older ones are read waits behind them.
    this.#flushing = true;
    this.#unfollow = store.onEvent((event) => this.#take(event));
    const upTo = store.eventSeq;
    while (this.#readTo < upTo) {
      const events = store.eventsAfter(this.#readTo, BATCH);
      if (events.length === 0) break;
      this.#read(
        events.filter(({ type }) => this.#types.has(type)),
        events.at(-1)!.seq,
      );
      await breathe();
    }
    this.#flushing = false;
    this.#flush();
  }

  stop(): void {
    this.#unfollow?.();
    this.#flush();
    if (this.#readTo > this.#notedTo) this.#note();
  }

  #take(event: LukaEvent): void {
    if (this.#types.has(event.type)) this.#came.push(event);
    else if (this.#came.length === 0 && !this.#flushing) this.#readTo = Math.max(this.#readTo, event.seq);
    if (this.#came.length > 0 && !this.#flushing) {
      this.#flushing = true;
      // The events of one moment are read together.
      setImmediate(() => {
        this.#flushing = false;
        this.#flush();
      });
    } else if (this.#readTo - this.#notedTo >= NOTE_EVERY) this.#note();
  }

  #flush(): void {
    const events = this.#came.filter(({ seq }) => seq > this.#readTo);
    this.#came = [];
    const last = events.at(-1);
    if (!last) return;
    try {
      this.#read(events, last.seq);
    } catch (error) {
      // Nothing is lost: they are read with the next ones, or after the next start.
      this.#came = [...events, ...this.#came];
      this.#options.onError(error);
    }
  }

  #read(events: readonly LukaEvent[], upTo: number): void {
    const { store, add, ledger, onAdded, task, clock } = this.#options;
    const known = {
      titleOf: (id: string) => task(id)?.definition?.title ?? id,
      wasFailing: (id: string, run: number) => this.#wasFailing(id, run),
      inTrouble: (about: string) => ledger.inTrouble(about),
      clock: (ms: number) => clockWords(ms, clock.now()),
    };
    const isAnything = events.some(
      (event) => settledBy(event) !== undefined || readEvent(event, known) !== undefined,
    );
    if (isAnything) {
      store.commit((tx) => {
        for (const event of events) {
          const settled = settledBy(event);
          if (settled !== undefined) ledger.settle(tx, settled);
          // Read inside: what one event told of is known to the next.
          const notice = readEvent(event, known);
          if (notice !== undefined) add(tx, notice);
        }
        this.#marks.set(tx, 'notify', upTo);
      });
      this.#notedTo = upTo;
    }
    this.#readTo = upTo;
    if (isAnything) onAdded();
  }

  #note(): void {
    try {
      this.#options.store.commit((tx) => this.#marks.set(tx, 'notify', this.#readTo));
      this.#notedTo = this.#readTo;
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #wasFailing(task: string, run: number): boolean {
    const row = this.#options.store.get<{ state: string }>(
      `select state from runs where task = ? and id < ? and state in ${VERDICT} order by id desc limit 1`,
      task,
      run,
    );
    return row !== undefined && row.state !== 'succeeded';
  }
}
