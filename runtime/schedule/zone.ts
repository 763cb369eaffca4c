/**
 * What the wall clocks of a zone show, and when. A wall time is written as the ms since 1970 that a clock in UTC would
 * need to show the same: wall = moment + offset.
 */
import { BoundedCache } from './bounded-cache.ts';
import { machineZone } from './machine-zone.ts';
import { IntlOffsets, type OffsetHistory } from './zone-offsets.ts';

/** Further from UTC, or further in one change, no clock has ever been: all that matters to a moment is this near. */
const NEAR_MS = 2 * 86_400_000;
const MAX_ZONES = 64;

export class Zone {
  /** As it was asked for: `Asia/Bangkok`. */
  readonly name: string;
  readonly #offsets: OffsetHistory;
  /** A span without changes, for many questions about the same weeks. */
  #quiet = { from: Infinity, to: -Infinity, offset: 0 };

  constructor(name: string, offsets: OffsetHistory) {
    this.name = name;
    this.#offsets = offsets;
  }

  offsetAt(moment: number): number {
    return this.#quietOffset(moment, moment) ?? this.#offsets.offsetAt(moment);
  }

  wallAt(moment: number): number {
    return moment + this.offsetAt(moment);
  }

  /** The latest wall time shown up to a moment: where clocks went back, later than what they show. */
  reachedBy(moment: number): number {
    const from = moment - NEAR_MS;
    const offset = this.#quietOffset(from, moment);
    if (offset !== undefined) return moment + offset;
    // The old offset was in force until 1 ms before the change.
    return this.#offsets
      .changes(from, moment)
      .reduce((reached, change) => Math.max(reached, change.at + change.before - 1), this.wallAt(moment));
  }

  /** The first moment at which clocks show a wall time or, where they leap over it, a later one. */
  firstAt(wall: number): number {
    const [from, upTo] = [wall - NEAR_MS, wall + NEAR_MS];
    const quiet = this.#quietOffset(from, upTo);
    if (quiet !== undefined) return wall - quiet;
    let [start, offset] = [from, this.#offsets.offsetAt(from)];
    for (const change of this.#offsets.changes(from, upTo)) {
      if (wall < change.at + offset) break;
      [start, offset] = [change.at, change.after];
    }
    return Math.max(start, wall - offset);
  }

  /** The moment from which on clocks show nothing earlier than a wall time any more. */
  lastAt(wall: number): number {
    const [from, upTo] = [wall - NEAR_MS, wall + NEAR_MS];
    let [end, offset] = [upTo, this.#offsets.offsetAt(upTo)];
    for (const change of this.#offsets.changes(from, upTo).reverse()) {
      if (wall > change.at + offset) break;
      [end, offset] = [change.at, change.before];
    }
    return Math.min(end, wall - offset);
  }

  /** All moments at which clocks show exactly that: one, or none where they leap over it, or two where they go back. */
  showing(wall: number): number[] {
    const [from, upTo] = [wall - NEAR_MS, wall + NEAR_MS];
    const offsets = new Set([
      this.#offsets.offsetAt(from),
      ...this.#offsets.changes(from, upTo).map((change) => change.after),
    ]);
    return [...offsets]
      .map((offset) => wall - offset)
      .filter((moment) => this.wallAt(moment) === wall)
      .sort((a, b) => a - b);
  }

  /** Changes at which clocks leap forward: from < at <= upTo. */
  leaps(from: number, upTo: number): number[] {
    return this.#offsets
      .changes(from, upTo)
      .filter((change) => change.after > change.before)
      .map((change) => change.at);
  }

  /** @returns undefined where the offset changes between the two moments, or may */
  #quietOffset(from: number, upTo: number): number | undefined {
    if (from < this.#quiet.from || upTo > this.#quiet.to) {
      const [start, end] = [from - NEAR_MS * 15, upTo + NEAR_MS * 15];
      const changes = this.#offsets.changes(start, end);
      if (changes.some((change) => change.at > from && change.at <= upTo)) return undefined;
      const before = changes.findLast((change) => change.at <= from);
      const next = changes.find((change) => change.at > upTo);
      this.#quiet = {
        from: before?.at ?? start,
        to: next ? next.at - 1 : end,
        offset: before?.after ?? next?.before ?? this.#offsets.offsetAt(from),
      };
    }
    return this.#quiet.offset;
  }
}

interface KnownZone {
  readonly zone: Zone;
  readonly resolvedName: string;
}
const zones = new BoundedCache<string, KnownZone>(MAX_ZONES);

/**
 * @param name an IANA name; the machine's zone where it is left out
 * @throws RangeError where no zone has that name
 */
export function zoneOf(name: string | undefined): Zone {
  return known(name ?? machineZone()).zone;
}

export function isZone(name: string): boolean {
  try {
    known(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * `Asia/Bangkok` for `asia/bangkok`. A zone by another name of its own keeps that name, because which of the two is the
 * proper one changes with the time zone database; so does what is no zone.
 */
export function spellZone(name: string): string {
  if (!isZone(name)) return name;
  const { resolvedName } = known(name);
  return resolvedName.toLowerCase() === name.toLowerCase() ? resolvedName : name;
}

function known(name: string): KnownZone {
  return zones.get(name, (key) => {
    const offsets = new IntlOffsets(key);
    return { zone: new Zone(key, offsets), resolvedName: offsets.resolvedName };
  });
}
