import { describe, expect, it } from 'vitest';
import { isOutcome, SlotState } from '#shared/nouns/slot.ts';
import { isBad, isActive, RUN_STATES } from '#shared/nouns/run.ts';
import {
  cellCounts,
  cellWords,
  countsWords,
  isSettled,
  MARK_WORDS,
  markOf,
  MARKS,
  OUTCOMES,
  slotWords,
  statesOf,
  totalOf,
  worstOf,
} from './slot-state.ts';

describe('marks', () => {
  it.each(SlotState.options)('%s has one, and may be asked for', (state) => {
    expect(MARKS).toContain(markOf({ state }));
    expect(OUTCOMES.flatMap(([outcome]) => statesOf(outcome))).toContain(state);
    expect(isSettled({ state })).toBe(isOutcome(state));
  });
  it.each(RUN_STATES)('a slot that became a run that is %s', (runState) => {
    const mark = markOf({ state: 'caught_up', runState });
    if (isActive(runState)) expect(mark).toBe('running');
    else if (isBad(runState)) expect(mark).toBe('failed');
    else expect(mark).toBe(runState === 'cancelled' ? 'cancelled' : 'caught_up');
    expect(isSettled({ state: 'ran', runState })).toBe(!isActive(runState));
  });
  it('have words', () => {
    expect(slotWords({ state: 'ran', runState: 'succeeded' })).toBe('Ran');
    expect(slotWords({ state: 'caught_up', runState: 'timed_out' })).toBe('Caught up, timed out');
    expect(slotWords({ state: 'coalesced', runState: 'failed' })).toBe('Coalesced');
    expect(Object.keys(MARK_WORDS).sort()).toEqual([...MARKS].sort());
  });
});

describe('counts', () => {
  it('name the worst first', () => {
    expect(worstOf({ ran: 5, missed: 1 })).toBe('missed');
    expect(countsWords({ ran: 1_200, failed: 1 })).toBe('1 failed, 1,200 ran');
    expect(totalOf({ ran: 3, skipped: 2 })).toBe(5);
  });
  it('of a cell take the failed from those that ran, then from those caught up', () => {
    expect(cellCounts({ counts: { ran: 3, skipped: 1 }, failed: 1 })).toEqual({
      failed: 1,
      ran: 2,
      skipped: 1,
    });
    expect(cellCounts({ counts: { ran: 1, caught_up: 2 }, failed: 2 })).toEqual({ failed: 2, caught_up: 1 });
    expect(cellCounts({ counts: {}, failed: 0 })).toEqual({});
    expect(cellWords({})).toBe('no slots');
    expect(cellWords({ ran: 1 })).toBe('1 slot: 1 ran');
  });
});
