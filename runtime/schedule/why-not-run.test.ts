import { describe, it } from 'vitest';
import { type SampleLedger } from './sample-ledger.ts';
import { at, type Case, check, inBerlin, t } from './why-sample.ts';

inBerlin();

describe('why: what did not run', () => {
  const meanwhile = (ledger: SampleLedger) =>
    ledger.run({ queued: t('08:00'), started: t('08:00'), ended: t('09:40') });
  it.each<Case>([
    {
      name: 'a run was still going',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00'),
          state: 'skipped',
          code: 'overlap',
          reason: 'run #1, started at 08:00, was still going',
          run: meanwhile(ledger),
        }),
      asked: at(t('09:00')),
      verdict: 'It did not run at 09:00: run #1, started at 08:00, was still going',
      evidence: [
        'overlap: Run #1, started at 08:00, was still going',
        'overlap: Run #1 went from 08:00 to 09:40 and succeeded',
        'schedule: Due at 09:00 by every 1h',
      ],
    },
    {
      name: 'too many waited',
      given(ledger) {
        meanwhile(ledger);
        ledger.run({ queued: t('08:30'), started: t('09:40'), ended: t('09:50') });
        ledger.run({ queued: t('07:00'), started: t('07:00'), ended: t('07:10') });
        ledger.slot({
          due: t('09:00'),
          state: 'skipped',
          code: 'queue_full',
          reason: '1 runs of it were waiting already, as many as may',
        });
      },
      asked: at(t('09:00')),
      verdict: 'It did not run at 09:00: 1 runs of it were waiting already, as many as may',
      evidence: [
        'overlap: 1 runs of it were waiting already, as many as may',
        'overlap: Run #2 went from 09:40 to 09:50 and succeeded',
        'overlap: Run #1 went from 08:00 to 09:40 and succeeded',
        'schedule: Due at 09:00 by every 1h',
      ],
    },
    {
      name: 'it was merged into a run that waited',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00'),
          state: 'coalesced',
          code: 'joined_waiting',
          reason: 'run #1 was waiting already and does its work',
          run: meanwhile(ledger),
        }),
      asked: at(t('09:00')),
      verdict:
        'It did not run of its own at 09:00: run #1 was waiting already and does its work; run #1 succeeded',
      first: 'overlap: Run #1 was waiting already and does its work',
    },
    {
      name: 'one run made up for many',
      given(ledger) {
        ledger.away('sleep', t('23:30', 24), t('07:30'));
        ledger.slot({
          due: t('00:00'),
          last_due: t('06:00'),
          count: 7,
          state: 'coalesced',
          code: 'one_for_all',
          reason: 'the machine slept from Tue 24 Mar 23:30 to 07:30; one run for all, that of 07:00',
          run: ledger.run({ queued: t('07:30'), started: t('07:30'), ended: t('07:31') }),
          decided_at: t('07:30'),
        });
      },
      asked: at(t('03:20')),
      verdict:
        'It did not run of its own at its 7 moments from 00:00 to 06:00: the machine slept from Tue 24 Mar 23:30 to 07:30; one run for all, that of 07:00; run #1 succeeded',
      evidence: [
        'catch-up: The machine slept from Tue 24 Mar 23:30 to 07:30; one run for all, that of 07:00',
        'schedule: Due 7 times from 00:00 to 06:00 by every 1h',
        'run: Run #1 went from 07:30 to 07:31 and succeeded',
        'power: The machine slept from Tue 24 Mar 23:30 to 07:30 (the machine said so)',
      ],
    },
    {
      name: 'it had waited until the next was due',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00'),
          state: 'coalesced',
          code: 'superseded',
          reason: 'it still waited (on battery) when the next was due at 10:00',
        }),
      asked: at(t('09:00')),
      verdict:
        'It did not run of its own at 09:00: it still waited (on battery) when the next was due at 10:00',
      first: 'overlap: It still waited (on battery) when the next was due at 10:00',
    },
    ...(
      [
        ['skipped', 'blackout', 'blackout from 22:00 to 10:00', 'blackout'],
        ['skipped', 'task_gone', 'its trigger was taken away while it waited', 'task'],
        ['missed', 'catch_up_off', 'the task says not to make up for it', 'catch-up'],
        ['missed', 'too_old', 'it is longer ago than 1 d, the most that is made up for', 'catch-up'],
        ['missed', 'too_many', 'only the newest 20 are made up for', 'catch-up'],
        ['blocked', 'conditions_unmet', 'it waited 1 h in vain: on battery (64 %)', 'condition'],
        ['blocked', 'refused', 'the parameter to is missing', 'task'],
        ['blocked', 'chain_too_long', '25 runs led to this one', 'schedule'],
      ] as const
    ).map(([state, code, reason, source]) => ({
      name: `${state}: ${code}`,
      given: (ledger: SampleLedger) => ledger.slot({ due: t('09:00'), state, code, reason }),
      asked: at(t('09:00')),
      verdict: `It did not run at 09:00: ${reason}`,
      evidence:
        source === 'schedule'
          ? ['schedule: Due at 09:00 by every 1h', 'schedule: 25 runs led to this one']
          : [
              `${source}: ${reason.charAt(0).toUpperCase()}${reason.slice(1)}`,
              'schedule: Due at 09:00 by every 1h',
            ],
    })),
    {
      name: 'it was in quarantine',
      given(ledger) {
        ledger.health({
          failures: 5,
          quarantined: t('08:01'),
          release: t('14:20'),
          reason: 'step 2 (copy): ended with exit code 1',
        });
        ledger.slot({
          due: t('09:00'),
          state: 'blocked',
          code: 'quarantined',
          reason: 'it failed 5 times in a row and is in quarantine until 14:20',
        });
      },
      asked: at(t('09:00')),
      verdict: 'It did not run at 09:00: it failed 5 times in a row and is in quarantine until 14:20',
      evidence: [
        'quarantine: It failed 5 times in a row and is in quarantine until 14:20',
        'quarantine: In quarantine since 08:01, until 14:20, after 5 failures in a row; last: step 2 (copy): ended with exit code 1',
        'schedule: Due at 09:00 by every 1h',
      ],
    },
    {
      name: 'it waits for its conditions',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00'),
          state: 'waiting',
          code: 'waits_for_condition',
          reason: 'it waits until 13:00 at the most: on battery (64 %)',
          wait_until: t('13:00'),
        }),
      asked: at(t('10:30')),
      verdict: 'It was due at 09:00; it waits until 13:00 at the most: on battery (64 %)',
      first: 'condition: It waits until 13:00 at the most: on battery (64 %)',
    },
    {
      name: 'it is held by a pause',
      given(ledger) {
        ledger.pause({ scope: 'task', target: 'backup', from: t('08:00'), until: t('08:00', 26) });
        ledger.pause({ scope: 'task', target: 'other', from: t('08:00') });
        ledger.slot({
          due: t('09:00'),
          last_due: t('12:00'),
          count: 4,
          state: 'held',
          code: 'paused',
          reason: 'it was paused from 08:00',
        });
      },
      verdict:
        'It was due 4 times from 09:00 to 12:00 and is held: the task is paused since 08:00, until tomorrow 08:00',
      evidence: [
        'pause: It was paused from 08:00',
        'pause: The task is paused since 08:00, until tomorrow 08:00',
        'schedule: Due 4 times from 09:00 to 12:00 by every 1h',
      ],
    },
  ])('$name', check);
});
