/** A stretch of time as far as power goes, out of the ledger. */
import type { PowerTimeline } from '#shared/nouns/power.ts';
import { isoAt, type Clock } from '../clock.ts';
import { machineZone } from '../schedule/machine-zone.ts';
import type { Absence } from '../schedule/absences.ts';
import type { Store } from '../store/store.ts';
import type { HoldLedger } from './holds/hold-ledger.ts';
import { toPowerSleep, type SleepLedger } from './sleeps/sleep-ledger.ts';
import type { SourceWatch } from './source-watch.ts';

/** Of each kind; a task of every minute has 10,000 holds in a week. */
const MOST = 3_000;

export interface PowerTimelinesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly holds: HoldLedger;
  readonly sleeps: SleepLedger;
  readonly sources: Pick<SourceWatch, 'between'>;
  readonly absences: (from: number) => readonly Absence[];
}

export class PowerTimelines {
  readonly #options: PowerTimelinesOptions;

  constructor(options: PowerTimelinesOptions) {
    this.#options = options;
  }

  between({ from, to }: { from: number; to: number }): PowerTimeline {
    const { clock, holds, sleeps, sources, absences } = this.#options;
    const spans = holds.between(from, to, MOST);
    const slept = sleeps.between(from, to, MOST);
    const readings = sources.between(from, to, MOST);
    return {
      now: isoAt(clock.now()),
      from: isoAt(from),
      to: isoAt(to),
      tz: machineZone(),
      knownSince: isoAt(this.#knownSince()),
      sleeps: slept.map(toPowerSleep),
      holds: spans,
      sources: readings,
      down: absences(from)
        .filter((absence) => absence.kind === 'downtime' && absence.from < to)
        .map((absence) => ({ from: isoAt(absence.from), to: isoAt(absence.to) })),
      more: [spans, slept, readings].some((list) => list.length >= MOST),
    };
  }

  /** The first reading of the power source: from then on it was looked at. */
  #knownSince(): number {
    const { store, clock } = this.#options;
    const first = store.get<{ at: number | null }>('select min(at) as at from power_sources');
    return first?.at ?? clock.now();
  }
}
