/** Triggers that wait for another task's run: every end is taken account of exactly once, also across a crash. */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { isBad, type RunSummary } from '#shared/nouns/run.ts';
import type { Trigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import { breathe } from './breathe.ts';
import type { Marks } from './marks.ts';
import type { Event } from './scheduler.ts';

type AfterTrigger = Extract<Trigger, { after: string }>;

export interface AfterDeskOptions {
  readonly store: Store;
  readonly marks: Marks;
  readonly clock: Clock;
  /** When Luka last looked before this start: ends until then were seen to. */
  readonly lastAlive: number | undefined;
  /** When this Luka started, ms since 1970; before `lastAlive` where the clock was set back. */
  readonly started: number;
  readonly triggers: () => Iterable<{ task: string; key: string; trigger: AfterTrigger }>;
  readonly enter: (events: readonly Event[], also: (tx: Transaction) => void) => void;
  readonly onError: (error: unknown) => void;
}

/** Ends read at once when those of a downtime are gone through. */
const PAGE = 500;
const RETRY_MS = 5_000;
/** Luka notes that it is alive each 30 s. */
const ALIVE_MS = 60_000;

export class AfterDesk {
  readonly #options: AfterDeskOptions;
  #unsubscribe: (() => void) | undefined;
  /** One end after the other: the mark says up to where they were seen to. */
  #work: Promise<void> = Promise.resolve();
  #seen = 0;
  #stopped = false;

  constructor(options: AfterDeskOptions) {
    this.#options = options;
    const { store, marks } = options;
    const mark = marks.get('after');
    this.#seen = mark === undefined ? store.eventSeq : Number(mark);
    // Written before the first run can end: a crash must find where to begin.
    if (mark === undefined) store.commit((tx) => marks.set(tx, 'after', this.#seen));
  }

  /** Goes through what ended since the mark, then follows. */
  async start(): Promise<void> {
    const { store } = this.#options;
    this.#unsubscribe = store.onEvent((event) => {
      if (event.type === 'run.finished') this.#catchUp();
    });
    this.#catchUp();
    await this.#work;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe?.();
    await this.#work;
    const { store, marks } = this.#options;
    store.commit((tx) => marks.set(tx, 'after', this.#seen));
  }

  #catchUp(): void {
    this.#work = this.#work
      .then(() => this.#follow())
      .catch((error: unknown) => {
        this.#options.onError(error);
        // The mark stands where it stood: the same ends are looked at again.
        if (!this.#stopped) this.#options.clock.after(RETRY_MS, () => this.#catchUp());
      });
  }

  async #follow(): Promise<void> {
    const { store, lastAlive = 0, started } = this.#options;
    const from = Math.min(lastAlive, started) - ALIVE_MS;
    for (;;) {
      const events = store.eventsOfTypeAfter('run.finished', this.#seen, PAGE);
      for (const event of events) {
        if (this.#stopped) return;
        if (Date.parse(event.at) >= from) this.#seeTo(event);
        this.#seen = event.seq;
      }
      if (events.length < PAGE) return;
      await breathe();
    }
  }

  /** Seen to when it is committed: what is entered twice would run twice. */
  #seeTo(event: LukaEvent): void {
    const { marks, triggers, enter } = this.#options;
    const run = event.data['run'] as RunSummary;
    const told = [...triggers()].filter(({ trigger }) => run.task === trigger.after && fits(trigger, run));
    if (told.length === 0) return;
    const subject = { text: `run #${run.id} of ${run.task}`, chain: (run.cause.chain ?? 0) + 1 };
    const at = Date.parse(run.endedAt ?? event.at);
    enter(
      told.map(({ task, key }) => ({ task, key, at, subject })),
      (tx) => marks.set(tx, 'after', event.seq),
    );
  }
}

function fits(trigger: AfterTrigger, run: RunSummary): boolean {
  switch (trigger.on ?? 'success') {
    case 'any':
      return run.state !== 'cancelled';
    case 'success':
      return run.state === 'succeeded';
    case 'failure':
      return isBad(run.state);
  }
}
