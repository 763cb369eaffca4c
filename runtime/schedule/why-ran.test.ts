import { describe, it } from 'vitest';
import { type SampleLedger } from './sample-ledger.ts';
import { at, type Case, check, inBerlin, t } from './why-sample.ts';

inBerlin();

describe('why: what ran', () => {
  it.each<Case>([
    {
      name: 'and succeeded',
      given(ledger) {
        const id = ledger.run({ queued: t('09:00'), started: t('09:00'), ended: t('09:02:05') });
        ledger.slot({ due: t('09:00'), run: id });
      },
      asked: at(t('09:00')),
      verdict: 'It ran at 09:00 as run #1 and succeeded',
      evidence: [
        'run: Run #1 went from 09:00 to 09:02:05 and succeeded',
        'schedule: Due at 09:00 by every 1h',
        'schedule: On time',
      ],
    },
    {
      name: 'on another day',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00', 24),
          run: ledger.run({ queued: t('09:00', 24), started: t('09:00', 24), ended: t('09:01', 24) }),
        }),
      asked: at(t('09:00', 24)),
      verdict: 'It ran on Tue 24 Mar at 09:00 as run #1 and succeeded',
    },
    {
      name: 'and failed, in three attempts',
      given(ledger) {
        const failed = { state: 'failed', exitCode: 3 } as const;
        const id = ledger.run({
          ...failed,
          queued: t('09:00'),
          ended: t('09:07'),
          message: 'step 2 (copy): ended with exit code 3',
          maxAttempts: 3,
          attempts: [
            { ...failed, started: t('09:00'), ended: t('09:01') },
            { state: 'timed_out', started: t('09:02'), ended: t('09:04'), message: 'took longer than 2 min' },
            { ...failed, started: t('09:06'), ended: t('09:07'), message: 'no space' },
          ],
        });
        ledger.slot({ due: t('09:00'), run: id });
      },
      asked: at(t('09:00')),
      verdict: 'It ran at 09:00 as run #1 and failed: step 2 (copy): ended with exit code 3',
      evidence: [
        'run: Run #1 went from 09:00 to 09:07 and failed: step 2 (copy): ended with exit code 3',
        'run: Attempt 1 of run #1 failed with exit code 3',
        'run: Attempt 2 of run #1 timed out: took longer than 2 min',
        'run: Attempt 3 of run #1 failed with exit code 3: no space',
        'schedule: Due at 09:00 by every 1h',
        'schedule: On time',
      ],
    },
    ...(
      [
        ['timed_out', 'and timed out: took longer than 1 h'],
        ['interrupted', 'and was interrupted: took longer than 1 h'],
        ['denied', 'and was denied: took longer than 1 h'],
        ['cancelled', 'and was cancelled: took longer than 1 h'],
      ] as const
    ).map(([state, words]) => ({
      name: state,
      given: (ledger: SampleLedger) =>
        ledger.slot({
          due: t('09:00'),
          run: ledger.run({
            state,
            queued: t('09:00'),
            started: t('09:00'),
            ended: t('10:00'),
            message: 'took longer than 1 h',
          }),
        }),
      asked: at(t('09:00')),
      verdict: `It ran at 09:00 as run #1 ${words}`,
    })),
    {
      name: 'and is still going',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00'),
          run: ledger.run({ state: 'running', queued: t('09:00'), started: t('09:00') }),
        }),
      asked: at(t('11:30')),
      verdict: 'It started at 09:00 as run #1 and is still going',
      first: 'run: Run #1 started at 09:00 and is still going',
    },
    {
      name: 'and waits for another attempt',
      given: (ledger) =>
        ledger.slot({
          due: t('12:00'),
          run: ledger.run({
            state: 'queued',
            queued: t('12:00'),
            message: 'ended with exit code 1',
            attempt: 2,
            maxAttempts: 4,
            readyAt: t('12:05'),
            attempts: [
              {
                state: 'failed',
                started: t('12:00'),
                ended: t('12:00:10'),
                message: 'ended with exit code 1',
              },
            ],
          }),
        }),
      verdict: 'It ran at 12:00 as run #1 and waits for attempt 2 of 4: ended with exit code 1',
      evidence: [
        'run: Run #1 started at 12:00 and waits for attempt 2 of 4',
        'run: Attempt 1 of run #1 failed: ended with exit code 1',
        'run: Attempt 2 of 4 of run #1 starts at 12:05 at the earliest',
        'schedule: Due at 12:00 by every 1h',
        'schedule: On time',
      ],
    },
    {
      name: 'after it stood in the queue',
      given(ledger) {
        ledger.run({ queued: t('08:00'), started: t('08:00'), ended: t('09:04') });
        ledger.run({
          task: 'mirror',
          group: 'disk',
          queued: t('08:30'),
          started: t('08:30'),
          ended: t('09:01'),
        });
        ledger.run({ task: 'index', queued: t('08:30'), started: t('08:30'), ended: t('09:02') });
        ledger.run({ task: 'index', queued: t('08:30'), started: t('08:30'), ended: t('08:59') });
        ledger.run({ task: 'index', queued: t('09:01'), ended: t('09:02'), state: 'cancelled' });
        const id = ledger.run({
          group: 'disk',
          queued: t('09:00'),
          started: t('09:04:05'),
          ended: t('09:09'),
        });
        ledger.slot({ due: t('09:00'), run: id });
      },
      asked: at(t('09:00')),
      verdict: 'It was due at 09:00, ran at 09:04:05 as run #6 and succeeded',
      evidence: [
        'run: Run #6 went from 09:04:05 to 09:09 and succeeded',
        'run: Run #6 waited 4 min 05 s in the queue, from 09:00 to 09:04:05, while these went: #1 of the same task, #2 of the group disk, #3',
        'schedule: Due at 09:00 by every 1h',
        'schedule: On time',
      ],
    },
    {
      name: 'or rather waits in the queue',
      given(ledger) {
        for (let n = 0; n < 6; n += 1)
          ledger.run({ task: `other${n}`, state: 'running', queued: t('11:00'), started: t('11:00') });
        ledger.slot({ due: t('12:00'), run: ledger.run({ state: 'queued', queued: t('12:00') }) });
      },
      verdict: 'It was due at 12:00 and waits in the queue as run #7',
      evidence: [
        'run: Run #7 was queued at 12:00 and waits in the queue',
        'run: Run #7 waits in the queue since 12:00, while these went: #1, #2, #3, #4 and 2 more',
        'schedule: Due at 12:00 by every 1h',
        'schedule: On time',
      ],
    },
    {
      name: 'or rather was cancelled before it started',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00'),
          run: ledger.run({ state: 'cancelled', queued: t('09:00'), ended: t('09:00') }),
        }),
      asked: at(t('09:00')),
      verdict: 'It was due at 09:00; run #1 was cancelled, before it started',
      first: 'run: Run #1 was queued at 09:00 and was cancelled, before it started',
    },
    {
      name: 'once its condition came true',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00'),
          code: 'condition_came_true',
          reason: 'it waited 7 min for its conditions: on mains',
          decided_at: t('09:07'),
          run: ledger.run({ queued: t('09:07'), started: t('09:07'), ended: t('09:08') }),
        }),
      asked: at(t('09:00')),
      verdict: 'It was due at 09:00, ran at 09:07 as run #1 and succeeded',
      first: 'condition: It waited 7 min for its conditions: on mains',
    },
    {
      name: 'because of an event',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00:12'),
          trigger: 'file ~/in/*.pdf created',
          kind: 'file',
          subject: JSON.stringify({ text: '/home/kim/in/bill.pdf' }),
          run: ledger.run({ queued: t('09:00:12'), started: t('09:00:12'), ended: t('09:01') }),
        }),
      asked: at(t('09:00')),
      verdict: 'It ran at 09:00:12 as run #1 and succeeded',
      evidence: [
        'run: Run #1 went from 09:00:12 to 09:01 and succeeded',
        'schedule: Due at 09:00:12 by file ~/in/*.pdf created: /home/kim/in/bill.pdf',
        'schedule: On time',
      ],
    },
    {
      name: 'because the machine woke',
      given(ledger) {
        ledger.away('sleep', t('23:00', 24), t('09:00'));
        ledger.slot({
          due: t('09:00'),
          trigger: 'wake',
          kind: 'wake',
          run: ledger.run({ queued: t('09:00'), started: t('09:00'), ended: t('09:01') }),
        });
      },
      asked: at(t('09:00')),
      verdict: 'It ran at 09:00 as run #1 and succeeded',
      evidence: [
        'run: Run #1 went from 09:00 to 09:01 and succeeded',
        'schedule: Due at 09:00 by wake',
        'schedule: On time',
        'power: The machine slept from Tue 24 Mar 23:00 to 09:00 (the machine said so)',
      ],
    },
    {
      name: 'because Luka was started',
      given: (ledger) =>
        ledger.slot({
          due: t('09:00'),
          trigger: 'startup',
          kind: 'startup',
          run: ledger.run({ queued: t('09:00'), started: t('09:00'), ended: t('09:01') }),
        }),
      asked: { at: t('09:00'), started: t('08:59:30') },
      verdict: 'It ran at 09:00 as run #1 and succeeded',
      evidence: [
        'run: Run #1 went from 09:00 to 09:01 and succeeded',
        'schedule: Due at 09:00 by startup',
        'schedule: On time',
        'process: Luka was started at 08:59:30',
      ],
    },
    {
      name: 'and another trigger of the same moment met it',
      given(ledger) {
        const id = ledger.run({ queued: t('09:00'), started: t('09:00'), ended: t('09:01') });
        ledger.slot({ due: t('09:00'), trigger: 'a', run: id });
        ledger.slot({
          due: t('09:00'),
          trigger: 'b',
          state: 'skipped',
          code: 'overlap',
          run: id,
          reason: 'met',
        });
      },
      asked: at(t('09:00')),
      verdict: 'It ran at 09:00 as run #1 and succeeded',
    },
  ])('$name', check);
});
