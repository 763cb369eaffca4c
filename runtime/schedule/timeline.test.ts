import { describe, expect, it } from 'vitest';
import { contract } from '#shared/http/contract.ts';
import { sampleLedger, sampleTask, type SampleLedger } from './sample-ledger.ts';
import { timeline, type TimelineQuestion } from './timeline.ts';

const NOW = Date.UTC(2026, 2, 25, 9);
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (moment: number) => new Date(moment).toISOString();
const hours = (moment: string) => (Date.parse(moment) - NOW) / HOUR;

async function ask(ledger: SampleLedger, question: Partial<TimelineQuestion>) {
  const answer = await timeline({
    queries: ledger.queries,
    tasks: [
      sampleTask('backup', { tags: ['disk'], triggers: [{ every: HOUR }] }),
      sampleTask('other', { triggers: [{ every: 4 * HOUR }] }),
    ],
    from: NOW - 4 * HOUR,
    to: NOW + 4 * HOUR,
    now: NOW,
    obstacles: (task) => (task.id === 'other' ? 'paused until you resume it' : undefined),
    tz: 'Europe/Berlin',
    ...question,
  });
  contract.getTimeline.response.parse(answer);
  return answer;
}

describe('timeline', () => {
  it('puts together what was, what is to come, and when the schedule could not be kept', async () => {
    await using ledger = await sampleLedger();
    const failed = ledger.run({ state: 'failed', queued: NOW, started: NOW, ended: NOW });
    ledger.slot({
      due: NOW - 9 * HOUR,
      last_due: NOW - 4 * HOUR,
      count: 6,
      state: 'missed',
      code: 'too_old',
    });
    ledger.slot({ due: NOW - HOUR });
    ledger.slot({ due: NOW, run: failed });
    ledger.slot({ due: NOW - 5 * HOUR, trigger: 'wake', kind: 'wake' });
    ledger.away('sleep', NOW - 9 * HOUR, NOW - 3 * HOUR);
    ledger.pause({ from: NOW - 2 * HOUR, until: NOW - HOUR });
    const answer = await ask(ledger, {});
    expect(answer).toMatchObject({
      now: iso(NOW),
      tz: 'Europe/Berlin',
      more: false,
      away: [{ kind: 'sleep' }],
      pauses: [{ scope: { all: true } }],
    });
    expect(answer.slots.map(({ due, count, runState }) => [hours(due), count, runState])).toEqual([
      [-9, 6, undefined],
      [-1, 1, undefined],
      [0, 1, 'failed'],
    ]);
    // What is due now has its slot already.
    expect(answer.upcoming.map(({ task, due, obstacle }) => [task, hours(due), obstacle])).toEqual([
      ['backup', 1, undefined],
      ['backup', 2, undefined],
      ['backup', 3, undefined],
      ['other', 3, 'paused until you resume it'],
    ]);
  });

  it('keeps to one task, and to the pauses that hold it', async () => {
    await using ledger = await sampleLedger();
    ledger.slot({ due: NOW - HOUR });
    ledger.slot({ task: 'other', due: NOW - HOUR });
    ledger.slot({ task: 'other', due: NOW - 9 * HOUR, last_due: NOW, count: 3 });
    ledger.pause({ scope: 'task', target: 'other', from: NOW });
    ledger.pause({ scope: 'tag', target: 'disk', from: NOW });
    const answer = await ask(ledger, { task: 'backup' });
    expect(answer.slots.map(({ task }) => task)).toEqual(['backup']);
    expect(new Set(answer.upcoming.map(({ task }) => task))).toEqual(new Set(['backup']));
    expect(answer.pauses.map(({ scope }) => scope)).toEqual([{ tag: 'disk' }]);
  });

  it('does not announce again what has its slot: the clock was set back', async () => {
    await using ledger = await sampleLedger();
    ledger.slot({ due: NOW + HOUR });
    ledger.slot({ due: NOW + 2 * HOUR });
    const answer = await ask(ledger, { task: 'backup' });
    expect(answer.slots.map(({ due }) => hours(due))).toEqual([1, 2]);
    expect(answer.upcoming.map(({ due }) => hours(due))).toEqual([3]);
  });

  it('has no moments to come in the past, and only those before its end', async () => {
    await using ledger = await sampleLedger();
    const coming = async (from: number, to: number) =>
      (await ask(ledger, { task: 'backup', from, to })).upcoming.map(({ due }) => hours(due));
    expect(await coming(NOW - 2 * HOUR, NOW)).toEqual([]);
    expect(await coming(NOW + 2 * HOUR, NOW + 4 * HOUR)).toEqual([2, 3]);
  });

  it('tells the newest slots and the next moments where there are too many', async () => {
    await using ledger = await sampleLedger();
    ledger.store.commit((tx) =>
      tx.run(
        `with recursive n (i) as (select 0 union all select i + 1 from n where i < 5099)
         insert into slots (task, trigger, due, last_due, count, kind, state, code, reason, decided_at)
         select 'backup', 'every 1m', ? - i * 60000, ? - i * 60000, 1, 'every', 'ran', 'on_time', 'on time', ? from n`,
        NOW,
        NOW,
        NOW,
      ),
    );
    const dense = [sampleTask('dense', { triggers: [{ every: MINUTE }] })];
    const whole = await ask(ledger, { tasks: dense, from: NOW - 3.5 * DAY, to: NOW + 3.5 * DAY });
    expect([whole.slots.length, whole.upcoming.length, whole.more]).toEqual([5_000, 5_000, true]);
    expect(whole.slots.at(-1)!.due).toBe(iso(NOW));
    expect(whole.slots[0]!.due).toBe(iso(NOW - 4_999 * MINUTE));
    expect(whole.upcoming.at(-1)!.due).toBe(iso(NOW + 5_000 * MINUTE));
    const day = await ask(ledger, { tasks: dense, from: NOW - DAY + 1, to: NOW + DAY });
    expect([day.slots.length, day.upcoming.length, day.more]).toEqual([1_440, 1_439, false]);
  });

  it('refuses a stretch that is too long or the wrong way round', async () => {
    await using ledger = await sampleLedger();
    await expect(ask(ledger, { from: NOW, to: NOW })).rejects.toMatchObject({
      code: 'request_invalid',
      message: 'the stretch ends before it begins',
      remedy: 'give a "to" that is later than "from"',
    });
    await expect(ask(ledger, { from: NOW, to: NOW + 7 * DAY + HOUR + 1 })).rejects.toMatchObject({
      code: 'request_invalid',
      message: 'the stretch is longer than 7 days',
    });
    // The week in which the clock is set back.
    await ask(ledger, { from: Date.UTC(2026, 9, 19, 22), to: Date.UTC(2026, 9, 26, 23), tasks: [] });
  });
});
