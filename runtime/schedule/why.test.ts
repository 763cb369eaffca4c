import { describe, expect, it } from 'vitest';
import { sampleLedger } from './sample-ledger.ts';
import { ask, at, type Case, check, inBerlin, MINUTE, NOW, t, told } from './why-sample.ts';

inBerlin();
const DAY = 86_400_000;
const iso = (moment: number) => new Date(moment).toISOString();

describe('why: what somebody asked for', () => {
  const byHand = { kind: 'manual', by: 'person' } as const;
  it.each<Case>([
    {
      name: 'a run by hand',
      given(ledger) {
        ledger.slot({ due: t('09:00') });
        ledger.slot({ due: t('10:00') });
        ledger.run({ cause: byHand, queued: t('09:13'), started: t('09:13'), ended: t('09:20') });
      },
      asked: at(t('09:15')),
      verdict: 'It ran at 09:13 as run #1, started by hand, and succeeded',
      evidence: ['run: Run #1 went from 09:13 to 09:20 and succeeded', 'schedule: It ran at 09:00'],
    },
    {
      name: 'a run by hand in the minute that is asked for',
      given: (ledger) =>
        ledger.run({ cause: byHand, queued: t('09:13:20'), started: t('09:13:20'), ended: t('09:13:21') }),
      asked: at(t('09:13')),
      verdict: 'It ran at 09:13:20 as run #1, started by hand, and succeeded',
    },
    {
      name: 'a run by hand is not the answer for a moment that was due',
      given(ledger) {
        ledger.slot({ due: t('09:00') });
        ledger.run({ cause: byHand, queued: t('09:00:20'), started: t('09:00:20'), ended: t('09:10') });
      },
      asked: at(t('09:00')),
      verdict: 'It ran at 09:00',
    },
    {
      name: 'a run of an agent that waits for approval',
      given: (ledger) =>
        ledger.run({
          cause: { kind: 'order', by: 'agent' },
          state: 'awaiting_approval',
          queued: t('11:00'),
        }),
      verdict: 'Run #1, asked for by an agent at 11:00, waits for approval',
    },
    {
      name: 'a run again',
      given: (ledger) =>
        ledger.run({
          cause: { kind: 'rerun', by: 'person', detail: 'run again of #7' },
          state: 'running',
          queued: t('11:00'),
          started: t('11:00'),
        }),
      verdict: 'It ran at 11:00 as run #1, run again of #7, and is still going',
    },
    {
      name: 'a run by hand that is over does not hide the last slot',
      given(ledger) {
        ledger.slot({ due: t('10:00') });
        ledger.run({ cause: byHand, queued: t('11:00'), started: t('11:00'), ended: t('11:10') });
      },
      verdict: 'It ran at 10:00',
    },
  ])('$name', check);
});

describe('why', () => {
  it('speaks of the first of its slots, and tells the others by their nearness', async () => {
    await using ledger = await sampleLedger();
    for (const hour of ['06:00', '07:00', '08:00', '09:00', '10:00', '11:00']) ledger.slot({ due: t(hour) });
    const answer = ask(ledger, { at: t('08:55') });
    expect(answer.verdict).toBe('It was not due at 08:55: the next moment after 08:00 was 09:00');
    expect(answer.slots.map(({ due }) => due)).toEqual(
      ['08:00', '09:00', '10:00', '07:00', '11:00', '06:00'].map((hour) => iso(t(hour))),
    );
    expect(answer).toMatchObject({
      task: 'backup',
      title: 'Backup',
      at: iso(t('08:55')),
      next: iso(t('13:00')),
    });
  });

  it('answers for 30 days and no longer', async () => {
    await using ledger = await sampleLedger();
    expect(ask(ledger, { at: NOW - 30 * DAY }).verdict).toBe(
      'It was not due on Mon 23 Feb at 12:00:30: the first moment is 13:00',
    );
    expect(() => ask(ledger, { at: NOW - 30 * DAY - 1 })).toThrow(
      expect.objectContaining({
        code: 'moment_too_old',
        message: 'that moment is longer ago than what is kept',
        remedy: 'ask for a moment of the last 30 days',
      }),
    );
  });

  it('knows a task whose file is gone by what is on record, and no other', async () => {
    await using ledger = await sampleLedger();
    const gone = { task: undefined, nextDue: undefined };
    expect(() => ask(ledger, gone)).toThrow(
      expect.objectContaining({ code: 'task_unknown', message: 'there is no task backup' }),
    );
    ledger.slot({ due: t('09:00') });
    expect(ask(ledger, gone).verdict).toBe('It ran at 09:00');
  });

  it('says of the quarantine what the ledger has', async () => {
    const evidence = async (
      quarantined: number,
      release: number | null,
      reason: string | null,
      failures = 5,
    ) => {
      await using ledger = await sampleLedger();
      ledger.health({ failures, quarantined, release, reason });
      ledger.slot({ due: t('11:00') });
      return told(ask(ledger, { at: t('11:00') })).filter((text) => text.startsWith('quarantine'));
    };
    expect(await evidence(t('09:00'), null, null, 1)).toEqual([
      'quarantine: In quarantine since 09:00, until it is released by hand, after 1 failure in a row',
    ]);
    expect(await evidence(t('09:00'), t('11:30'), 'no space')).toEqual([
      'quarantine: In quarantine from 09:00 to 11:30 after 5 failures in a row; last: no space',
    ]);
    // It began after the moment.
    expect(await evidence(t('11:30'), t('13:00'), 'no space')).toEqual([]);
  });

  it('finds the runs of a moment among very many', async () => {
    await using ledger = await sampleLedger();
    for (let n = 0; n < 400; n += 1) {
      const queued = t('09:00', 20) + n * 5 * MINUTE;
      const cause = { kind: 'manual', by: 'person' } as const;
      ledger.run({
        task: n % 3 === 0 ? 'other' : 'backup',
        cause,
        queued,
        started: queued,
        ended: queued + MINUTE,
      });
    }
    for (const n of [1, 2, 100, 250, 398]) {
      const moment = t('09:00', 20) + n * 5 * MINUTE;
      const { verdict, evidence } = ask(ledger, { at: moment });
      expect(verdict).toMatch(new RegExp(` as run #${n + 1}, started by hand, and succeeded$`));
      expect(evidence[0]).toMatchObject({ source: 'run', run: n + 1 });
    }
  });
});
