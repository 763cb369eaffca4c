/** Has reports made when they are due, and after a sleep or a stop those that were missed: each once. */
import type { PeriodKind, ReportSettings } from '#shared/nouns/report.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { dueReports } from './due-reports.ts';
import { periodOf } from './period.ts';
import type { ReportBook } from './report-book.ts';
import type { ReportMaker } from './report-maker.ts';

const KINDS: readonly PeriodKind[] = ['day', 'week'];
/** No event tells that the machine came into another zone, where the next one may be due sooner. */
const LONGEST_WAIT_MS = 3_600_000;
/** After one that could not be made, the disk being full for example. */
const RETRY_MS = 600_000;
/** Not in the middle of a start. */
const FIRST_MS = 20_000;

export interface ReportScheduleOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: ReportBook;
  readonly maker: ReportMaker;
  readonly zone: () => string;
  readonly settings: () => ReportSettings;
  readonly onError: (error: unknown) => void;
}

export class ReportSchedule {
  readonly #options: ReportScheduleOptions;
  #cancel: (() => void) | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #running = false;

  constructor(options: ReportScheduleOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = true;
    this.#after(FIRST_MS);
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#looking;
  }

  /** Something may be due: the machine woke, the clock or the settings were changed. Resolves when all that is due is made. */
  look(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    this.#again = true;
    return (this.#looking ??= this.#looks());
  }

  async #looks(): Promise<void> {
    try {
      let next = 0;
      while (this.#again && this.#running) {
        this.#again = false;
        next = await this.#look();
      }
      // By the clock as it is now: a report may take seconds.
      if (this.#running) this.#after(Math.max(0, next - this.#options.clock.now()));
    } finally {
      this.#looking = undefined;
    }
  }

  /** @returns when to look again, ms since 1970 */
  async #look(): Promise<number> {
    const { clock, onError } = this.#options;
    let next = clock.now() + LONGEST_WAIT_MS;
    for (const kind of KINDS) {
      try {
        next = Math.min(next, await this.#makeDue(kind));
      } catch (error) {
        onError(error);
        next = Math.min(next, clock.now() + RETRY_MS);
      }
    }
    return next;
  }

  /** @returns when the next one is due; never where none is wanted */
  async #makeDue(kind: PeriodKind): Promise<number> {
    const { store, clock, book, maker, zone, settings } = this.#options;
    const accounted = book.accounted(kind);
    const { due, upTo, next } = dueReports(kind, settings(), { now: clock.now(), zone: zone(), accounted });
    for (const day of due) {
      if (!this.#running) return Infinity;
      const made = book.newest(kind, day);
      // Somebody had it made when the time was over already.
      if (made && made.madeAt >= periodOf(kind, day, zone()).to)
        store.commit((tx) => book.account(tx, kind, day));
      else
        await maker.make(kind, day, { name: 'luka', scheduled: true }, (tx) => book.account(tx, kind, day));
    }
    // A clock that was set back takes nothing back; what was switched off for a while is not made up for.
    if (accounted === undefined || (due.length === 0 && upTo > accounted))
      store.commit((tx) => book.account(tx, kind, upTo));
    return next ?? Infinity;
  }

  #after(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(Math.min(ms, LONGEST_WAIT_MS), () => void this.look());
  }
}
