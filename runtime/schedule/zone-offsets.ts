/**
 * When a zone changes its distance from UTC, found by asking Intl, which knows the time zone database but tells only
 * the offset of one moment. A year is probed every three days and each change found by halving: no zone has kept an
 * offset for less than a week since 1970.
 */
import { BoundedCache } from './bounded-cache.ts';

const SECOND = 1_000;
const PROBE_MS = 3 * 86_400_000;
/** A year costs about 0.1 ms to find and less than 1 KB to keep. */
const MAX_YEARS = 200;

export interface OffsetChange {
  /** The first moment of the new offset, ms since 1970. */
  readonly at: number;
  /** ms east of UTC. */
  readonly before: number;
  readonly after: number;
}

export interface OffsetHistory {
  /** ms east of UTC. */
  offsetAt(moment: number): number;
  /** from < at <= upTo, ascending. */
  changes(from: number, upTo: number): OffsetChange[];
}

interface Year {
  readonly offset: number;
  readonly changes: readonly OffsetChange[];
}

export class IntlOffsets implements OffsetHistory {
  readonly #format: Intl.DateTimeFormat;
  readonly #years = new BoundedCache<number, Year>(MAX_YEARS);

  /** @throws RangeError where no zone has that name */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hour: 'numeric',
      timeZoneName: 'longOffset',
    });
  }

  /** Its name as the database spells it, or a newer or older name of the same zone. */
  get resolvedName(): string {
    return this.#format.resolvedOptions().timeZone;
  }

  offsetAt(moment: number): number {
    const { offset, changes } = this.#year(yearOf(moment));
    return changes.findLast((change) => change.at <= moment)?.after ?? offset;
  }

  changes(from: number, upTo: number): OffsetChange[] {
    const found: OffsetChange[] = [];
    const last = yearOf(upTo);
    for (let year = yearOf(from); year <= last; year++) {
      for (const change of this.#year(year).changes) {
        if (change.at > from && change.at <= upTo) found.push(change);
      }
    }
    return found;
  }

  #year(year: number): Year {
    return this.#years.get(year, () => this.#findYear(Date.UTC(year, 0), Date.UTC(year + 1, 0)));
  }

  #findYear(start: number, end: number): Year {
    // A change at the very start of the year is this year's, so that changes() sees it.
    const offset = this.#ask(start - SECOND);
    const changes: OffsetChange[] = [];
    let [from, before] = [start - SECOND, offset];
    while (from < end - SECOND) {
      const to = Math.min(from + PROBE_MS, end - SECOND);
      const after = this.#ask(to);
      if (after !== before) changes.push({ at: this.#findChange(from, to, before), before, after });
      [from, before] = [to, after];
    }
    return { offset, changes };
  }

  /** Between `from`, which has the old offset, and `to`, which has not. Offsets change on whole seconds. */
  #findChange(from: number, to: number, before: number): number {
    let [low, high] = [from / SECOND, to / SECOND];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle * SECOND) === before) low = middle;
      else high = middle;
    }
    return high * SECOND;
  }

  /** Intl says `9 AM GMT+05:45`, `GMT-00:44:30` for some moments long past, and `GMT` for UTC itself. */
  #ask(moment: number): number {
    const said = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(this.#format.format(moment));
    if (!said) throw new Error(`an offset that cannot be read: ${this.#format.format(moment)}`);
    const [, sign, hours = 0, minutes = 0, seconds = 0] = said;
    const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    return (sign === '-' ? -size : size) * SECOND;
  }
}

function yearOf(moment: number): number {
  return new Date(moment).getUTCFullYear();
}
