/** How far a yes goes, as a person chooses it. Pure: the moment and the zone are given. */
import type { Grant } from '#shared/nouns/approval.ts';
import { localAt } from '../../words/zone.ts';
import { readLocal } from '../pauses/pause-until.ts';

export type GrantKind = 'once' | 'runs' | 'until';

export interface GrantDraft {
  readonly kind: GrantKind;
  readonly runs: string;
  /** What a field of day and time holds, on a wall clock in the machine's zone. */
  readonly until: string;
}

export const MOST_RUNS = 1_000;
const DAY_MS = 86_400_000;

/** One run; a few more or a day where that is chosen instead. */
export function newGrant(now: number, tz: string): GrantDraft {
  const { day, hour, minute } = localAt(now + DAY_MS, tz);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return { kind: 'once', runs: '5', until: `${day}T${pad(hour)}:${pad(minute)}` };
}

/** The grant, or what is wrong with what was typed. */
export function readGrant(
  { kind, runs, until }: GrantDraft,
  { now, tz }: { now: number; tz: string },
): { grant: Grant } | { problem: string } {
  switch (kind) {
    case 'once':
      return { grant: { once: true } };
    case 'runs': {
      const n = /^\d{1,4}$/.test(runs.trim()) ? Number(runs) : 0;
      return n >= 1 && n <= MOST_RUNS
        ? { grant: { runs: n } }
        : { problem: `Give a number from 1 to ${MOST_RUNS.toLocaleString('en-GB')}` };
    }
    case 'until': {
      const at = readLocal(until, tz);
      if (at === undefined) return { problem: 'Give a day and a time' };
      return at > now
        ? { grant: { until: new Date(at).toISOString() } }
        : { problem: 'That is over; give a moment to come' };
    }
  }
}
