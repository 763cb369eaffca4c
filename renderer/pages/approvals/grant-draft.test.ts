import { describe, expect, it } from 'vitest';
import { newGrant, readGrant, type GrantDraft } from './grant-draft.ts';

const NOW = Date.parse('2027-03-10T05:00:00Z');
const tz = 'Asia/Bangkok';
const read = (draft: Partial<GrantDraft>) => readGrant({ ...newGrant(NOW, tz), ...draft }, { now: NOW, tz });

describe('how far a yes goes', () => {
  it('is one run where nothing is chosen', () => {
    expect(read({})).toEqual({ grant: { once: true } });
    expect(newGrant(NOW, tz)).toEqual({ kind: 'once', runs: '5', until: '2027-03-11T12:00' });
  });

  it.each([
    ['1', 1],
    [' 12 ', 12],
    ['1000', 1_000],
    ['0', undefined],
    ['1001', undefined],
    ['1e2', undefined],
    ['-3', undefined],
    ['', undefined],
  ])('%j runs', (runs, n) => {
    expect(read({ kind: 'runs', runs })).toEqual(
      n === undefined ? { problem: 'Give a number from 1 to 1,000' } : { grant: { runs: n } },
    );
  });

  it('reads a date on the clock of the machine', () => {
    expect(read({ kind: 'until' })).toEqual({ grant: { until: '2027-03-11T05:00:00.000Z' } });
    expect(read({ kind: 'until', until: '2027-03-10T11:59' })).toEqual({
      problem: 'That is over; give a moment to come',
    });
    expect(read({ kind: 'until', until: '' })).toEqual({ problem: 'Give a day and a time' });
  });
});
