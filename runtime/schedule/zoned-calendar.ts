/**
 * When a cron expression is due in a zone. Its fields are matched against the wall clock of the zone, and each wall
 * time is due at the first moment at which the clock shows it or, where the clock leaps over it, a later one. Hence
 *
 * - a time that does not exist runs once, at the first moment after the gap; all times of one gap, and a time that is
 *   due right then anyway, make one run;
 * - a time that happens twice runs once, the first time. That holds for patterns such as every 5 minutes too: where
 *   clocks go back by an hour, nothing is due for that hour.
 */
import type { CronCalendar } from './cron-calendar.ts';
import type { Zone } from './zone.ts';

export class ZonedCalendar {
  readonly #calendar: CronCalendar;
  readonly #zone: Zone;

  constructor(calendar: CronCalendar, zone: Zone) {
    this.#calendar = calendar;
    this.#zone = zone;
  }

  /** The first moment later than `after`, ms since 1970. */
  next(after: number): number | undefined {
    const wall = this.#calendar.next(this.#zone.reachedBy(after));
    return wall === undefined ? undefined : this.#zone.firstAt(wall);
  }

  /** How many moments there are: after < moment <= upTo. A step a day and a year, however many there are. */
  count(after: number, upTo: number): number {
    const walls = this.#calendar.count(this.#zone.reachedBy(after), this.#zone.reachedBy(upTo));
    const merged = this.#zone
      .leaps(after, upTo)
      .reduce((sum, leap) => sum + Math.max(0, this.#leapt(leap) - 1), 0);
    return walls - merged;
  }

  /** after < moment <= upTo, the latest first. */
  *newestFirst(after: number, upTo: number): Generator<number> {
    const [from, to] = [this.#zone.reachedBy(after), this.#zone.reachedBy(upTo)];
    let last: number | undefined;
    for (const wall of this.#calendar.newestFirst(from, to)) {
      const moment = this.#zone.firstAt(wall);
      if (moment !== last) yield moment;
      last = moment;
    }
  }

  /** The first and the last of the wall times that are due at a moment because clocks leap over them right then. */
  leaptAt(moment: number): { first: number; last: number } | undefined {
    const [reached, shown] = [this.#zone.reachedBy(moment - 1), this.#zone.wallAt(moment)];
    const first = this.#calendar.next(reached);
    if (first === undefined || first >= shown) return undefined;
    const [last = first] = this.#calendar.newestFirst(reached, shown - 1).take(1);
    return { first, last };
  }

  #leapt(moment: number): number {
    return this.#calendar.count(this.#zone.reachedBy(moment - 1), this.#zone.reachedBy(moment));
  }
}
