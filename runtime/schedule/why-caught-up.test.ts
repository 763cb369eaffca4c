import { describe, it } from 'vitest';
import { at, type Case, check, inBerlin, t } from './why-sample.ts';

inBerlin();

describe('why: what was caught up', () => {
  const caughtUp = { state: 'caught_up', decided_at: t('10:00') } as const;
  const late = { queued: t('10:00'), started: t('10:00'), ended: t('10:01') };
  it.each<Case>([
    {
      name: 'Luka was not running',
      given(ledger) {
        ledger.away('downtime', t('08:30'), t('10:00'), 'last seen alive at 08:30');
        ledger.slot({
          ...caughtUp,
          due: t('09:00'),
          code: 'after_downtime',
          reason: 'made up for: Luka was not running from 08:30 to 10:00',
          run: ledger.run(late),
        });
      },
      asked: at(t('09:30')),
      verdict:
        'Luka was not running from 08:30 to 10:00; the moment of 09:00 was caught up at 10:00 as run #1, which succeeded',
      evidence: [
        'process: Luka was not running from 08:30 to 10:00 (last seen alive at 08:30)',
        'schedule: Due at 09:00 by every 1h',
        'catch-up: Made up for: Luka was not running from 08:30 to 10:00',
        'run: Run #1 went from 10:00 to 10:01 and succeeded',
      ],
    },
    {
      name: 'the machine slept, and the run failed',
      given(ledger) {
        ledger.away('sleep', t('23:00', 24), t('10:00'));
        ledger.slot({
          ...caughtUp,
          due: t('09:00'),
          code: 'after_sleep',
          reason: 'made up for: the machine slept',
          run: ledger.run({ ...late, state: 'failed', exitCode: 1 }),
        });
      },
      asked: at(t('09:00')),
      verdict:
        'The machine slept from Tue 24 Mar 23:00 to 10:00; the moment of 09:00 was caught up at 10:00 as run #1, which failed with exit code 1',
      first: 'power: The machine slept from Tue 24 Mar 23:00 to 10:00 (the machine said so)',
    },
    {
      name: 'the clock was moved',
      given(ledger) {
        ledger.away('clock', t('08:00'), t('10:00'), 'the clock leapt by 2 h');
        ledger.slot({
          ...caughtUp,
          due: t('09:00'),
          code: 'after_sleep',
          reason: 'made up for: the clock was moved',
          run: ledger.run({ ...late, state: 'queued', started: undefined!, ended: undefined! }),
        });
      },
      asked: at(t('09:00')),
      verdict:
        'The clock was moved from 08:00 to 10:00; the moment of 09:00 was caught up at 10:00 as run #1, which waits in the queue',
      first: 'clock: The clock was moved from 08:00 to 10:00 (the clock leapt by 2 h)',
    },
    {
      name: 'it was paused',
      given(ledger) {
        ledger.pause({
          scope: 'tag',
          target: 'disk',
          from: t('08:00'),
          until: t('10:00'),
          reason: 'a new disk',
        });
        ledger.slot({
          ...caughtUp,
          due: t('09:00'),
          code: 'after_pause',
          reason: 'made up for: it was paused from 08:00',
          run: ledger.run(late),
        });
      },
      asked: at(t('09:00')),
      verdict:
        'Every task tagged disk was paused from 08:00 to 10:00; the moment of 09:00 was caught up at 10:00 as run #1, which succeeded',
      first: 'pause: Every task tagged disk was paused from 08:00 to 10:00: a new disk',
    },
    {
      name: 'there is no record of the absence',
      given: (ledger) =>
        ledger.slot({
          ...caughtUp,
          due: t('09:00'),
          code: 'after_downtime',
          reason: "made up for: the task's file had errors from 08:00 to 10:00",
          run: ledger.run(late),
        }),
      asked: { at: t('09:00'), started: t('09:59') },
      verdict:
        "The moment of 09:00 was caught up at 10:00 as run #1, which succeeded; made up for: the task's file had errors from 08:00 to 10:00",
      evidence: [
        "catch-up: Made up for: the task's file had errors from 08:00 to 10:00",
        'schedule: Due at 09:00 by every 1h',
        'run: Run #1 went from 10:00 to 10:01 and succeeded',
        'process: Luka was started at 09:59',
      ],
    },
  ])('$name', check);
});
