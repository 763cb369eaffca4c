import { describe, expect, it } from 'vitest';
import type { Slot } from '#shared/nouns/slot.ts';
import { withHead, withPage } from './slot-pages.ts';

const slot = (minute: number, state: Slot['state'] = 'ran'): Slot => ({
  task: 'report',
  trigger: 'cron',
  kind: 'cron',
  due: `2027-03-10T09:${String(minute).padStart(2, '0')}:00.000Z`,
  count: 1,
  state,
  code: 'on_time',
  reason: 'on time',
  decidedAt: '2027-03-10T09:00:00.000Z',
});
const slots = (...minutes: number[]): Slot[] => minutes.map((minute) => slot(minute));
const minutes = (all: readonly Slot[]): number[] => all.map(({ due }) => Number(due.slice(14, 16)));

describe('withPage', () => {
  it('goes on where the page before ended, without repeating what both have', () => {
    const pages = withPage({ slots: slots(9, 8, 7), next: 'a' }, { slots: slots(7, 6), next: 'b' });
    expect([minutes(pages.slots), pages.next]).toEqual([[9, 8, 7, 6], 'b']);
  });
});

describe('withHead', () => {
  it('puts what is new before what was read, and changes what changed', () => {
    const pages = withHead(
      { slots: slots(5, 4, 3, 2), next: 'c' },
      { slots: [slot(6), slot(5, 'skipped'), slot(4)], next: 'x' },
    );
    expect([minutes(pages.slots), pages.next]).toEqual([[6, 5, 4, 3, 2], 'c']);
    expect(pages.slots[1]?.state).toBe('skipped');
  });
  it('starts again where the two no longer meet', () => {
    const pages = withHead({ slots: slots(3, 2), next: 'c' }, { slots: slots(9, 8), next: 'x' });
    expect([minutes(pages.slots), pages.next]).toEqual([[9, 8], 'x']);
  });
  it('is all there is where no page follows', () => {
    expect(withHead({ slots: slots(5, 4), next: 'c' }, { slots: slots(4), next: undefined })).toEqual({
      slots: slots(4),
      next: undefined,
    });
  });
});
