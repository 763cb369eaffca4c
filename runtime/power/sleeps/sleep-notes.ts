/** Writes down each sleep: at once what the clocks tell, and then what the system's own record tells better. */
import type { SleepHistory } from '../doctor/ports.ts';
import type { SleepAway } from '../sleep-watch.ts';
import type { SleepLedger, SleepSpan } from './sleep-ledger.ts';
import { spansOf } from './spans-of-events.ts';

/** The system falls asleep up to a beat after the last look, and writes its record a moment after it woke. */
const AROUND_MS = 60_000;
const MOST = 2_000;

export interface SleepNotesOptions {
  readonly sleeps: SleepLedger;
  readonly history: SleepHistory | undefined;
  readonly onError: (error: unknown) => void;
}

export class SleepNotes {
  readonly #options: SleepNotesOptions;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: SleepNotesOptions) {
    this.#options = options;
  }

  /** Resolves when the system's record was looked at, too. */
  add(away: SleepAway): Promise<void> {
    if (away.kind !== 'sleep') return Promise.resolve();
    const { sleeps, onError } = this.#options;
    const { from, to } = away.asleep ?? away;
    const spans: SleepSpan[] = [{ kind: 'sleep', from, to, source: away.source }];
    if (away.endedDark) spans.push({ kind: 'dark_wake', from: to, to, source: away.source });
    sleeps.replace(spans);
    return (this.#last = this.#last.then(() => this.#lookCloser(from, to)).catch(onError));
  }

  /** Nothing is written any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  async #lookCloser(from: number, to: number): Promise<void> {
    const { history, sleeps } = this.#options;
    if (!history || this.#closed) return;
    const { events } = await history.between({ from: from - AROUND_MS, to: to + AROUND_MS }, MOST);
    if (this.#closed) return;
    const spans = spansOf(events);
    // A record that says nothing of a sleep that the clocks saw does not make it undone.
    if (!spans.some(({ kind }) => kind === 'sleep')) return;
    sleeps.replace(spans, { from, to });
  }
}
