import { describe, expect, it } from 'vitest';
import { isActive, isBad, type RunState, type RunSummary } from '#shared/nouns/run.ts';
import type { Slot, Upcoming } from '#shared/nouns/slot.ts';
import { QUIET } from '../testing.ts';
import { answerLive } from './answer-live.ts';
import type { LiveState } from './live-state.ts';
import { readIntent } from './read-intent.ts';

/** A Sunday at 10:00. */
const NOW = QUIET.now();
const HOUR = 3_600_000;
const iso = (hours: number) => new Date(NOW + hours * HOUR).toISOString();

function run(id: number, state: RunState, hours: number, more: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    task: 'backup',
    title: 'Backup',
    state,
    priority: 'normal',
    cause: { kind: 'cron', by: 'schedule' },
    queuedAt: iso(hours - 1),
    startedAt: iso(hours - 1),
    endedAt: iso(hours),
    ...more,
  };
}

/** Answers by their state and end, as the ledger does. */
function ledgerOf(runs: readonly RunSummary[]): Pick<LiveState, 'ended' | 'lastRun'> {
  const newest = runs.toSorted((a, b) => b.id - a.id);
  return {
    ended: ({ from, to, states, task }) =>
      newest.filter(({ state, endedAt, task: of }) => {
        const at = Date.parse(endedAt ?? '');
        return at >= from && at < to && states.includes(state) && (task === undefined || of === task);
      }),
    lastRun: (task, ending) =>
      newest.find(
        ({ task: of, state }) =>
          of === task &&
          (ending === undefined ||
            (ending === 'bad' ? isBad(state) : ending === 'succeeded' ? state === ending : !isActive(state))),
      ),
  };
}

async function ask(question: string, state: Partial<LiveState> = {}) {
  const luka = { ...QUIET, ...state };
  const intent = readIntent(question, { tasks: luka.tasks(), now: NOW });
  if (!intent) throw new Error(`${question} is not read`);
  const answer = await answerLive(question, intent, luka);
  // Every sentence names records that are there.
  for (const { sources } of answer.sentences)
    for (const number of sources) expect(answer.sources[number - 1]?.number).toBe(number);
  return { ...answer, text: answer.sentences.map(({ text }) => text) };
}

describe('what failed', () => {
  const runs = [
    run(1, 'failed', -30),
    run(2, 'failed', -7, { message: 'exit code 5' }),
    run(3, 'timed_out', -6, { message: 'exit code 6' }),
    run(4, 'failed', -5, { task: 'wipe', title: 'Wipe' }),
    run(5, 'succeeded', -4),
  ];

  it('counts runs and tasks of the time, tells the newest of each, and offers it again', async () => {
    const { text, actions, sources } = await ask('what failed last night?', ledgerOf(runs));
    expect(text).toEqual([
      '3 runs of 2 tasks failed last night.',
      'Wipe failed at 05:00 (#4).',
      'Backup timed out, 2 times, the last at 04:00 (#3): exit code 6.',
    ]);
    expect(sources.map(({ page }) => page)).toEqual(['/runs/4', '/runs/3', '/runs/2']);
    expect(actions.filter(({ kind }) => kind === 'rerun')).toMatchObject([{ run: 4 }, { run: 3 }]);
  });

  it('says so where nothing did, in Thai where it is asked so', async () => {
    expect((await ask('what failed this week?', ledgerOf([]))).text).toEqual(['Nothing failed this week.']);
    expect((await ask('เมื่อคืนมีอะไรล้มเหลวไหม', ledgerOf([]))).text).toEqual(['ไม่มีอะไรล้มเหลวเมื่อคืน']);
    expect((await ask('เมื่อคืนมีอะไรล้มเหลวไหม', ledgerOf(runs))).text[0]).toBe('เมื่อคืน มี 3 รันจาก 2 งานที่ล้มเหลว');
  });

  it('what happened tells both', async () => {
    expect((await ask('what happened last night?', ledgerOf(runs))).text[0]).toBe(
      'Last night 1 run succeeded and 3 failed.',
    );
  });
});

describe('of one task', () => {
  const slot = (hours: number, state: Slot['state']): Slot => ({
    task: 'backup',
    trigger: 'x',
    kind: 'cron',
    due: iso(hours),
    count: 1,
    state,
    code: 'after_sleep',
    reason: 'the machine slept',
    decidedAt: iso(hours),
  });

  it('why it did not run is asked about the moment that came to nothing', async () => {
    const asked: number[] = [];
    const state: Partial<LiveState> = {
      slots: ({ from, to }) =>
        [slot(-2, 'ran'), slot(-7, 'missed'), slot(-40, 'missed')].filter(
          ({ due }) => Date.parse(due) >= from && Date.parse(due) < to,
        ),
      why: (task, at) => {
        asked.push(at);
        return {
          ...QUIET.why(task, at),
          verdict: 'The machine slept',
          evidence: [{ source: 'power', text: 'It slept from 02:00 to 06:00' }],
          next: iso(17),
        };
      },
    };
    const { text, actions } = await ask('why did backup not run last night?', state);
    expect(asked).toEqual([NOW - 7 * HOUR]);
    expect(text).toEqual([
      'Backup, 03:00: The machine slept.',
      'It slept from 02:00 to 06:00.',
      'It is due next at Mon 30 Nov 03:00.',
    ]);
    expect(actions[0]).toEqual({ kind: 'run-task', task: 'backup', label: 'Run Backup now' });
    await ask('why did backup not run at 08:30?', state);
    expect(asked[1]).toBe(NOW - 1.5 * HOUR);
    await ask('why did backup not run on Friday?', state);
    expect(new Date(asked[2]!).getDay()).toBe(5);
  });

  it('what is too long ago is said to be so', async () => {
    const why = await ask('why did backup not run in the last 400 days at 9 am?');
    expect(why.text[0]).toMatch(/too long ago to be explained\.$/);
    const failed = await ask('what failed in the last 400 days?', ledgerOf([]));
    expect(failed.text[0]).toBe(
      'Nothing failed in the last 400 days (the last 31 days of it were looked at).',
    );
  });

  it('why it failed, and that it was mended since', async () => {
    const runs = [run(2, 'failed', -7, { message: 'exit code 5' }), run(5, 'succeeded', -4)];
    const { text, actions } = await ask('why did backup fail?', ledgerOf(runs));
    expect(text).toEqual([
      'Backup failed at 03:00 (#2): exit code 5.',
      'It has succeeded since, at 06:00 (#5).',
    ]);
    expect(actions).toContainEqual({ kind: 'rerun', run: 2, label: 'Run Backup again' });
    expect((await ask('why did backup fail?', ledgerOf([run(5, 'succeeded', -4)]))).text[0]).toBe(
      'Backup has not failed.',
    );
  });

  it('when it last succeeded, and that it does not any more', async () => {
    const runs = [run(2, 'succeeded', -30), run(5, 'failed', -4)];
    expect((await ask('when did backup last succeed?', ledgerOf(runs))).text).toEqual([
      'Backup last succeeded at Sat 28 Nov 04:00 (#2).',
      'Its last run failed at 06:00 (#5).',
    ]);
  });

  it('whether it ran in a time, and what became of its moment where it did not', async () => {
    expect((await ask('did backup run last night?', ledgerOf([run(2, 'succeeded', -7)]))).text).toEqual([
      'Backup succeeded at 03:00 (#2).',
    ]);
    const { text } = await ask('did backup run last night?', {
      ...ledgerOf([]),
      slots: () => [slot(-7, 'missed')],
    });
    expect(text).toEqual(['Backup did not run last night.', 'It was due at 03:00: the machine slept.']);
  });

  it('when it is due', async () => {
    const next: Upcoming = {
      task: 'backup',
      title: 'Backup',
      due: iso(5),
      trigger: 'At 15:00',
      kind: 'cron',
      obstacle: 'paused until Monday',
    };
    expect((await ask('when does backup run next?', { nextDue: () => next })).text).toEqual([
      'Backup is due at 15:00 (At 15:00).',
      'It will not run then: paused until Monday.',
    ]);
    expect((await ask('when does backup run next?')).text[0]).toContain('no moment to come');
  });

  it('a name that several have is asked for, and nothing is offered', async () => {
    const tasks = () => [
      { id: 'photo-import', title: 'Import' },
      { id: 'photo-rename', title: 'Rename' },
    ];
    const { text, actions, confidence } = await ask('when did photo last run?', { tasks });
    expect(text).toEqual([
      'Several tasks could be meant: photo-import, photo-rename. Ask again with one of them.',
    ]);
    expect(actions).toEqual([]);
    expect(confidence).toBe(0.5);
  });
});

describe('now and next', () => {
  it('what runs and what waits', async () => {
    const active: LiveState['active'] = (state) =>
      state === 'running' ? [run(9, 'running', 1)] : state === 'queued' ? [run(10, 'queued', 1)] : [];
    expect((await ask('what is running?', { active })).text).toEqual([
      'Backup is running since 10:00 (#9).',
      '1 run waits in the queue.',
    ]);
  });

  it('what is due, by task, with what keeps it back', async () => {
    const upcoming = (): Upcoming[] => [
      { task: 'backup', title: 'Backup', due: iso(8), trigger: 'every 1 h', kind: 'every' },
      { task: 'backup', title: 'Backup', due: iso(9), trigger: 'every 1 h', kind: 'every' },
      {
        task: 'wipe',
        title: 'Wipe',
        due: iso(10),
        trigger: 'At 20:00',
        kind: 'cron',
        obstacle: 'a blackout',
      },
    ];
    expect((await ask('what is due tonight?', { upcoming })).text).toEqual([
      '2 tasks are due tonight.',
      'Backup at 18:00, and 1 time more.',
      'Wipe at 20:00, but will not run: a blackout.',
    ]);
    expect((await ask('what was due yesterday?', { upcoming })).text).toEqual(['Nothing is due yesterday.']);
  });

  it('what needs a human: approvals, results, services, findings, agents', async () => {
    const { text, actions } = await ask('what needs me?', {
      approvals: () => [
        {
          id: 3,
          state: 'pending',
          run: 8,
          title: 'Wipe',
          hash: 'x',
          score: 80,
          reason: 'it removes files',
          cause: { kind: 'manual', by: 'agent' },
          requestedAt: iso(-1),
          requestedBy: { name: 'codex', role: 'codex' },
          expiresAt: iso(9),
        },
      ],
      validations: () => [run(6, 'succeeded', -2)],
      findings: () => [{ severity: 'warning', code: 'x', message: 'a file is damaged', remedy: 'mend it' }],
    });
    expect(text).toEqual([
      'Wipe waits for your yes or no (approval 3): it removes files.',
      'The result of Backup (#6) has to be looked at.',
      '1 finding, the first: a file is damaged.',
    ]);
    const escalated = await ask('what needs me?', {
      escalated: () => [
        { answer: 7, conversation: 2, question: 'how long?', at: iso(-1), by: 'codex', note: 'not sure' },
      ],
    });
    expect(escalated.text).toEqual(['An answer was escalated by codex, to "how long?": not sure.']);
    expect(escalated.actions).toEqual([
      { kind: 'open', page: '/assistant/2?answer=7', label: 'Look at the answer' },
    ]);
    // To decide is a page, never a button of the assistant.
    expect(actions.map(({ kind }) => kind)).toEqual(['open', 'open']);
    expect((await ask('what needs me?')).text).toEqual(['Nothing needs you now.']);
  });
});
