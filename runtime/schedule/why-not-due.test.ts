import { describe, it } from 'vitest';
import { sampleTask, type SampleLedger } from './sample-ledger.ts';
import { at, type Case, check, inBerlin, MINUTE, t } from './why-sample.ts';

inBerlin();

describe('why: what was not due', () => {
  const eachHour = (ledger: SampleLedger) => {
    for (const hour of ['08:00', '10:00'])
      ledger.slot({
        due: t(hour),
        run: ledger.run({ queued: t(hour), started: t(hour), ended: t(hour) + MINUTE }),
      });
  };
  it.each<Case>([
    {
      name: 'between two moments',
      given: eachHour,
      asked: at(t('09:00')),
      verdict: 'It was not due at 09:00: the next moment after 08:00 was 10:00',
      evidence: [
        'schedule: It ran at 08:00 as run #1 and succeeded',
        'schedule: Due next at 10:00 by every 1h',
        'task: Started by: every 1 h',
      ],
    },
    {
      name: 'since the last moment',
      given: eachHour,
      asked: at(t('11:00')),
      verdict: 'It was not due at 11:00: the next moment after 10:00 is 13:00',
    },
    {
      name: 'since the last moment, and nothing is planned',
      given: eachHour,
      asked: { at: t('11:00'), nextDue: undefined },
      verdict: 'It was not due at 11:00: nothing was due after 10:00',
    },
    {
      name: 'before the first moment',
      given: eachHour,
      asked: at(t('07:00')),
      verdict: 'It was not due at 07:00: the first moment was 08:00',
    },
    {
      name: 'Luka was not even running',
      given(ledger) {
        eachHour(ledger);
        ledger.away('downtime', t('08:30'), t('09:30'), 'last seen alive at 08:30');
      },
      asked: at(t('09:00')),
      verdict: 'It was not due at 09:00: the next moment after 08:00 was 10:00',
      evidence: [
        'schedule: It ran at 08:00 as run #1 and succeeded',
        'schedule: Due next at 10:00 by every 1h',
        'task: Started by: every 1 h',
        'process: Luka was not running from 08:30 to 09:30 (last seen alive at 08:30)',
      ],
    },
    {
      name: 'asked now, before the first moment',
      given: () => undefined,
      verdict: 'It has not been due yet: the first moment is 13:00',
      evidence: ['task: Started by: every 1 h'],
    },
    {
      name: 'only events start it, and there were none',
      given: () => undefined,
      asked: {
        nextDue: undefined,
        task: sampleTask('backup', { triggers: [{ after: 'nightly' }, { volume: 'lukadata' }] }),
      },
      verdict: 'It has not been due yet: nothing was due before',
      evidence: ['task: Started by: after nightly succeeded; when the volume lukadata is mounted'],
    },
    {
      name: 'it has no trigger',
      given: () => undefined,
      asked: { nextDue: undefined, task: sampleTask('backup', {}) },
      verdict: 'It has no trigger: it runs only by hand',
      evidence: [],
    },
    {
      name: 'it has no trigger any more',
      given: eachHour,
      asked: { nextDue: undefined, task: sampleTask('backup', { triggers: [] }) },
      verdict: 'It has no trigger: it runs only by hand',
      evidence: ['schedule: It ran at 10:00 as run #2 and succeeded'],
    },
    {
      name: 'it is still to come',
      given: eachHour,
      asked: at(t('15:00')),
      verdict: 'That is still to come: the next moment is 13:00',
      evidence: ['schedule: It ran at 10:00 as run #2 and succeeded', 'task: Started by: every 1 h'],
    },
    {
      name: 'it is still to come, and nothing is planned',
      given: () => undefined,
      asked: { at: t('15:00'), nextDue: undefined },
      verdict: 'That is still to come, and nothing is planned',
    },
  ])('$name', check);
});

describe('why: what the task was then', () => {
  const ran = (ledger: SampleLedger) => ledger.slot({ due: t('07:00'), run: null });
  it.each<Case>([
    {
      name: 'switched off, for a while',
      given(ledger) {
        ran(ledger);
        ledger.state('ready', t('08:00', 20));
        ledger.state('disabled', t('08:00'));
        ledger.state('ready', t('11:00'));
      },
      asked: at(t('09:00')),
      verdict: 'The task was switched off then, from 08:00 to 11:00',
      evidence: ['task: The task was switched off then, from 08:00 to 11:00', 'schedule: It ran at 07:00'],
    },
    {
      name: 'switched off, but a slot was entered since',
      given(ledger) {
        ran(ledger);
        ledger.state('disabled', t('06:59'));
      },
      asked: at(t('07:00')),
      verdict: 'It ran at 07:00',
    },
    {
      name: 'switched off after its last slot',
      given(ledger) {
        ran(ledger);
        ledger.state('disabled', t('08:00'));
      },
      verdict: 'The task is switched off since 08:00',
    },
    {
      name: 'with errors in its file',
      given: (ledger) => ledger.state('invalid', t('08:00')),
      asked: {
        task: {
          ...sampleTask('backup'),
          findings: [
            {
              code: 'task_invalid',
              severity: 'error',
              message: 'step 1 has no command',
              remedy: 'give it one',
            },
          ],
        },
      },
      verdict: 'The file of the task has errors since 08:00',
      evidence: ['task: The file of the task has errors since 08:00', 'task: step 1 has no command'],
    },
    {
      name: 'with errors that were mended',
      given(ledger) {
        ledger.state('invalid', t('08:00'));
        ledger.state('ready', t('10:00'));
      },
      asked: at(t('09:00')),
      verdict: 'The file of the task had errors then, from 08:00 to 10:00',
    },
    {
      name: 'gone',
      given: (ledger) => ledger.state('gone', t('08:00')),
      asked: { task: undefined, nextDue: undefined },
      verdict: 'The file of the task is gone since 08:00',
    },
    {
      name: 'gone for a while',
      given(ledger) {
        ledger.state('gone', t('08:00'));
        ledger.state('ready', t('10:00'));
      },
      asked: at(t('09:00')),
      verdict: 'The file of the task was not there then, from 08:00 to 10:00',
    },
    {
      name: 'not known yet',
      given: (ledger) => ledger.state('ready', t('10:00')),
      asked: at(t('09:00')),
      verdict: 'Luka knows the task only since 10:00',
    },
  ])('$name', check);
});
