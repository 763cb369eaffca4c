/** What power had to do with a run: what kept the machine awake for it, when it slept all the same, what it was fed by. */
import type { RunPower, SourceReading } from '#shared/nouns/power.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { HoldLedger } from './holds/hold-ledger.ts';
import { receiptWords } from './receipt-words.ts';
import type { RunClocks } from './run-clocks.ts';
import { toPowerSleep, type SleepLedger, type SleepSpan } from './sleeps/sleep-ledger.ts';
import type { SourceWatch } from './source-watch.ts';

/** A run of days crosses many sleeps; those told are the newest. */
const MOST = 500;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface ReceiptsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly holds: HoldLedger;
  readonly sleeps: SleepLedger;
  readonly sources: Pick<SourceWatch, 'between'>;
  readonly clocks: RunClocks;
}

export class Receipts {
  readonly #options: ReceiptsOptions;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  /** Undefined where nothing was noted: it never started, or it is older than this record. */
  of(run: number): RunPower | undefined {
    const { store, clock, holds, sleeps, sources, clocks } = this.#options;
    const attempts = store
      .all<{ from: number; to: number | null }>(
        'select started_at as "from", ended_at as "to" from attempts where run = ? order by number',
        run,
      )
      .map(({ from, to }): Stretch => ({ from, to: to ?? clock.now() }));
    const spans = holds.ofRun(run);
    const [first] = attempts;
    if (!first) return spans.length === 0 ? undefined : withWords({ ...NOTHING, holds: spans });
    const end = Math.max(...attempts.map(({ to }) => to));
    const crossed = sleeps.between(first.from, end, MOST);
    const inside = crossed.flatMap((span) => within(span, attempts));
    const readings = sources.between(first.from, end, MOST);
    const taken = clocks.of(run);
    if (spans.length === 0 && inside.length === 0 && readings.length === 0 && !taken) return undefined;
    const asleep = inside.filter(({ kind }) => kind === 'sleep');
    return withWords({
      holds: spans,
      sleeps: inside.map(toPowerSleep),
      darkWakes: inside.length - asleep.length,
      frozenMs: asleep.reduce((sum, { from, to }) => sum + to - from, 0),
      ...taken,
      sources: startingAt(readings, first.from),
    });
  }
}

const NOTHING = { sleeps: [], darkWakes: 0, frozenMs: 0, sources: [] } satisfies Partial<RunPower>;

function withWords(power: Omit<RunPower, 'words'>): RunPower {
  return { ...power, words: receiptWords(power) };
}

/** The parts of a sleep in which an attempt was going. */
function within(span: SleepSpan, attempts: readonly Stretch[]): SleepSpan[] {
  return attempts.flatMap(({ from, to }) => {
    const part = { ...span, from: Math.max(from, span.from), to: Math.min(to, span.to) };
    // A dark wake may have no length: it is known that it was, not for how long.
    const isIn = span.kind === 'dark_wake' ? part.from <= part.to : part.from < part.to;
    return isIn ? [part] : [];
  });
}

/** The reading that was in force at the start, as of the start. */
function startingAt(readings: readonly SourceReading[], start: number): SourceReading[] {
  return readings.map((reading) =>
    Date.parse(reading.at) < start ? { ...reading, at: isoAt(start) } : reading,
  );
}
