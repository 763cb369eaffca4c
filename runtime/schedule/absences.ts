/** When the schedule could not be kept: Luka was not running, the machine slept, the clock was moved. */
import type { Away } from '#shared/nouns/slot.ts';
import { isoAt } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Absent } from './planner.ts';

/** How far back moments are made up for and answered about. */
export const REMEMBERED_MS = 31 * 86_400_000;

export interface Absence extends Absent {
  readonly kind: 'downtime' | 'sleep' | 'clock';
  readonly source: string;
}

export class Absences {
  readonly #store: Store;
  #recent: Absence[];

  constructor(store: Store, now: number) {
    this.#store = store;
    this.#recent = store.all<Absence>(
      'select kind, from_at as "from", to_at as "to", source from away where to_at > ? order by from_at',
      now - REMEMBERED_MS,
    );
  }

  add(absence: Absence): void {
    this.#store.commit((tx) => {
      tx.run(
        'insert into away (kind, from_at, to_at, source) values (?, ?, ?, ?)',
        absence.kind,
        absence.from,
        absence.to,
        absence.source,
      );
      tx.emit({ type: 'system.away', data: { ...toAway(absence) } });
    });
    this.#recent.push(absence);
  }

  /** The clock was set back: what lies ahead has not been. */
  cutAt(now: number): void {
    if (!this.#recent.some((absence) => absence.to > now)) return;
    this.#store.commit((tx) => {
      tx.run('delete from away where from_at >= ?', now);
      tx.run('update away set to_at = ? where to_at > ?', now, now);
    });
    this.#recent = this.#recent.flatMap(({ kind, from, to, source }) =>
      from < now ? { kind, from, to: Math.min(to, now), source } : [],
    );
  }

  /** Those that reach into the time after `from`. */
  since(from: number): Absence[] {
    return this.#recent.filter((absence) => absence.to > from);
  }
}

export function toAway({ kind, from, to, source }: Absence): Away {
  return { kind, from: isoAt(from), to: isoAt(to), source };
}
