/**
 * Slots in words and marks. A mark is how a slot is drawn: its outcome, and where it became a run, how that ended. The
 * shared noun carries zod with it, so what the page needs of it is written here; a test ties them.
 */
import type { HeatCell, Slot, SlotState } from '#shared/nouns/slot.ts';
import { capital, count, isActive, STATE_WORDS, type Tone } from './run-state.ts';

/** From what a person must see first to what they need not. */
export const MARKS = [
  'failed',
  'missed',
  'blocked',
  'held',
  'waiting',
  'running',
  'cancelled',
  'skipped',
  'coalesced',
  'caught_up',
  'ran',
  'hindered',
  'upcoming',
] as const;
export type Mark = (typeof MARKS)[number];

export const MARK_WORDS: Readonly<Record<Mark, { readonly label: string; readonly tone: Tone }>> = {
  failed: { label: 'Failed', tone: 'failed' },
  missed: { label: 'Missed', tone: 'waiting' },
  blocked: { label: 'Blocked', tone: 'waiting' },
  held: { label: 'Held by a pause', tone: 'waiting' },
  waiting: { label: 'Waiting', tone: 'waiting' },
  running: { label: 'Under way', tone: 'running' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
  skipped: { label: 'Skipped', tone: 'quiet' },
  coalesced: { label: 'Coalesced', tone: 'quiet' },
  caught_up: { label: 'Caught up', tone: 'ok' },
  ran: { label: 'Ran', tone: 'ok' },
  hindered: { label: 'To come, kept from running', tone: 'waiting' },
  upcoming: { label: 'To come', tone: 'quiet' },
};

/** How often each mark stands somewhere. */
export type MarkCounts = Readonly<Partial<Record<Mark, number>>>;

export function markOf({ state, runState }: Pick<Slot, 'state' | 'runState'>): Mark {
  if ((state !== 'ran' && state !== 'caught_up') || runState === undefined) return state;
  if (isActive(runState)) return 'running';
  if (STATE_WORDS[runState].tone === 'failed') return 'failed';
  return runState === 'cancelled' ? 'cancelled' : state;
}

/** Outcome and result: `Caught up, failed`, `Ran`, `Skipped`. */
export function slotWords(slot: Pick<Slot, 'state' | 'runState'>): string {
  const words = MARK_WORDS[slot.state].label;
  const mark = markOf(slot);
  if (mark === slot.state || slot.runState === undefined) return words;
  return `${words}, ${STATE_WORDS[slot.runState].label.toLowerCase()}`;
}

/** Nothing about the slot changes any more. */
export function isSettled({ state, runState }: Pick<Slot, 'state' | 'runState'>): boolean {
  return state !== 'waiting' && state !== 'held' && (runState === undefined || !isActive(runState));
}

/** The first mark that a person must see. */
export function worstOf(counts: MarkCounts): Mark {
  return MARKS.find((mark) => (counts[mark] ?? 0) > 0) ?? 'upcoming';
}

/** `3 ran, 1 failed`, the worst first. */
export function countsWords(counts: MarkCounts): string {
  return MARKS.flatMap((mark) => {
    const n = counts[mark] ?? 0;
    return n > 0 ? [`${n.toLocaleString('en-GB')} ${MARK_WORDS[mark].label.toLowerCase()}`] : [];
  }).join(', ');
}

export function totalOf(counts: MarkCounts): number {
  let total = 0;
  for (const n of Object.values(counts)) total += n;
  return total;
}

/** A cell of the week: the runs that failed are taken from those that ran. */
export function cellCounts({ counts, failed }: Pick<HeatCell, 'counts' | 'failed'>): MarkCounts {
  const ran = counts.ran ?? 0;
  const caughtUp = counts.caught_up ?? 0;
  const fromRan = Math.min(ran, failed);
  const all: Partial<Record<Mark, number>> = {
    ...counts,
    failed,
    ran: ran - fromRan,
    caught_up: Math.max(0, caughtUp - (failed - fromRan)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, n]) => n > 0));
}

/** `4 slots: 1 failed, 3 ran`. */
export function cellWords(counts: MarkCounts): string {
  const total = totalOf(counts);
  return total === 0 ? 'no slots' : `${count(total, 'slot')}: ${countsWords(counts)}`;
}

/** What the filter of the list can ask for. */
export const OUTCOMES = [
  ['all', 'All outcomes'],
  ['failed', 'Failed'],
  ['ran', 'Ran'],
  ['caught_up', 'Caught up'],
  ['coalesced', 'Coalesced'],
  ['skipped', 'Skipped'],
  ['blocked', 'Blocked'],
  ['missed', 'Missed'],
  ['waiting', 'Waiting or held'],
  ['upcoming', 'To come'],
] as const;
export type Outcome = (typeof OUTCOMES)[number][0];

/** The states to ask the ledger for; none is all. That a run failed is not a state of its slot. */
export function statesOf(outcome: Outcome): readonly SlotState[] {
  switch (outcome) {
    case 'all':
    case 'upcoming':
      return [];
    case 'failed':
      return ['ran', 'caught_up'];
    case 'waiting':
      return ['waiting', 'held'];
    case 'ran':
    case 'caught_up':
    case 'coalesced':
    case 'skipped':
    case 'blocked':
    case 'missed':
      return [outcome];
  }
}

/** The reason as a sentence. */
export function reasonWords(reason: string): string {
  return /[.!?]$/.test(reason) ? capital(reason) : `${capital(reason)}.`;
}
