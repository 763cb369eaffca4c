/** What the commands about the schedule ask of Luka, and how they tell its answers. */
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Pause, Slot, Upcoming, WhyAnswer } from '#shared/nouns/slot.ts';
import type { Task } from '#shared/nouns/task.ts';
import { captureTerminal } from './captured-terminal.ts';
import { showHistory } from './commands/history.ts';
import { showHook } from './commands/hook.ts';
import { showNext } from './commands/next.ts';
import { makePause, showPauses } from './commands/pause.ts';
import { release } from './commands/release.ts';
import { resume } from './commands/resume.ts';
import { showWhy } from './commands/why.ts';
import { fakeLuka } from './fake-luka.ts';
import { runProgram } from './program.ts';

/** The clock of whatever zone the test runs in. */
const iso = (local: string) => new Date(local).toISOString();
const now = new Date('2026-11-22T12:00:00').getTime();
const json = { json: true };

describe('luka next', () => {
  const upcoming: Upcoming[] = [
    { task: 'backup', title: 'Backup', due: iso('2026-11-22T15:00:00'), trigger: 'At 15:00', kind: 'cron' },
    {
      task: 'report',
      title: 'Report',
      due: iso('2026-11-23T09:00:00'),
      trigger: 'every 1 d\u001b[2J',
      kind: 'every',
      obstacle: 'paused until Monday',
    },
  ];
  const options = { length: 86_400_000, limit: 50, words: '24h' };

  it('says what is due when, and what keeps it back', async () => {
    const luka = fakeLuka(() => ({ upcoming, more: true }));
    await showNext(luka.session, { ...options, task: 'backup' });
    expect(luka.calls).toEqual([
      {
        endpoint: 'GET /api/v1/schedule/upcoming',
        query: {
          from: new Date(now).toISOString(),
          to: new Date(now + 86_400_000).toISOString(),
          limit: '50',
          task: 'backup',
        },
        body: undefined,
      },
    ]);
    const [heading, first, second] = luka.text('out').split('\n');
    expect(heading).toMatch(/^DUE +TASK +TRIGGER +KEPT BACK BY$/);
    expect(first).toMatch(/^today 15:00 +in 3 h +backup +At 15:00$/);
    expect(second).toMatch(/^tomorrow 09:00 +in 21 h +report +every 1 d\ufffd\[2J +paused until Monday$/);
    expect(luka.text('err')).toBe('there are more: raise --limit\n');
  });

  it('says so where there is nothing, and gives scripts the whole answer', async () => {
    const quiet = fakeLuka(() => ({ upcoming: [], more: false }));
    await showNext(quiet.session, { ...options, task: 'backup' });
    expect([quiet.text('out'), quiet.text('err')]).toEqual([
      '',
      'nothing of backup is due in the next 24h\n',
    ]);
    const script = fakeLuka(() => ({ upcoming, more: false }), json);
    await showNext(script.session, options);
    expect(JSON.parse(script.text('out'))).toEqual({ upcoming, more: false });
  });
});

const slot: Slot = {
  task: 'backup',
  trigger: 'cron 0 9 * * *',
  kind: 'cron',
  due: iso('2026-11-22T09:00:00'),
  count: 1,
  state: 'missed',
  code: 'catch_up_off',
  reason: 'the machine slept from 08:50 to 09:30, and nothing is made up for',
  decidedAt: iso('2026-11-22T09:30:00'),
};
const ran: Slot = {
  ...slot,
  due: iso('2026-11-21T09:00:00'),
  state: 'ran',
  code: 'on_time',
  reason: 'on time',
  run: 7,
  runState: 'failed',
};

describe('luka why', () => {
  const answer: WhyAnswer = {
    task: 'backup',
    title: 'Backup',
    at: slot.due,
    verdict: 'It was missed at 09:00: the machine slept.',
    evidence: [
      { source: 'power', at: iso('2026-11-22T08:50:00'), text: 'the machine slept until 09:30' },
      { source: 'run', text: 'the run before failed', run: 7 },
    ],
    slots: [slot, ran],
    next: iso('2026-11-23T09:00:00'),
  };

  it('says the verdict first, then what is known, then what was around it', async () => {
    const luka = fakeLuka(() => answer);
    await showWhy(luka.session, 'back/up', new Date('2026-11-22T09:00:00').getTime());
    expect(luka.calls[0]).toMatchObject({
      endpoint: 'GET /api/v1/tasks/back%2Fup/why',
      query: { at: slot.due },
    });
    const lines = luka.text('out').split('\n');
    expect(lines[0]).toBe('It was missed at 09:00: the machine slept.');
    expect(lines[3]).toMatch(/^power +today 08:50 +the machine slept until 09:30$/);
    expect(lines[4]).toMatch(/^run +- +the run before failed \(run 7\)$/);
    expect(lines[7]).toMatch(/^ +yesterday 09:00 +✓ ran +#7 failed +on time$/);
    expect(lines[8]).toMatch(/^> +today 09:00 +✗ missed +- +the machine slept from/);
    expect(lines[10]).toBe('next: tomorrow 09:00 (in 21 h)');
  });

  it('asks about now where no moment is given', async () => {
    const luka = fakeLuka(() => ({ ...answer, evidence: [], slots: [], next: undefined }), json);
    await showWhy(luka.session, 'backup');
    expect(luka.calls[0]?.query).toEqual({});
    expect(JSON.parse(luka.text('out'))).toMatchObject({ verdict: answer.verdict });
  });

  it('passes on what Luka refuses', async () => {
    const luka = fakeLuka(() => new LukaError('moment_too_old'));
    await expect(showWhy(luka.session, 'backup', 0)).rejects.toMatchObject({ code: 'moment_too_old' });
  });
});

describe('luka history', () => {
  const many: Slot = {
    ...slot,
    state: 'coalesced',
    code: 'one_for_all',
    count: 5,
    lastDue: iso('2026-11-22T11:00:00'),
  };

  it('tells newest first what became of each moment', async () => {
    const luka = fakeLuka(() => ({ slots: [many, slot, ran], next: ran.due }));
    await showHistory(luka.session, {
      task: 'backup',
      length: 7 * 86_400_000,
      limit: 3,
      states: ['missed', 'ran'],
      words: '7d',
    });
    expect(luka.calls[0]).toMatchObject({
      endpoint: 'GET /api/v1/schedule/slots',
      query: {
        from: new Date(now - 7 * 86_400_000).toISOString(),
        limit: '3',
        task: 'backup',
        state: 'missed,ran',
      },
    });
    const lines = luka.text('out').split('\n');
    expect(lines[1]).toMatch(/^today 09:00 to today 11:00 \(5\) +backup += coalesced +- +the machine/);
    expect(lines[3]).toMatch(/^yesterday 09:00 +backup +✓ ran +#7 failed +on time$/);
    expect(luka.text('err')).toBe('there are more: raise --limit\n');
  });

  it('says so where there is nothing', async () => {
    const luka = fakeLuka(() => ({ slots: [] }));
    await showHistory(luka.session, { length: 1, limit: 1, words: '1d' });
    expect(luka.text('err')).toBe('nothing was due in the last 1d\n');
  });
});

describe('luka pause and resume', () => {
  const pause: Pause = {
    id: 1,
    scope: { tag: 'heavy' },
    from: iso('2026-11-22T11:00:00'),
    until: iso('2026-11-23T09:00:00'),
    reason: 'on the train',
  };

  it('pauses until a moment, with a reason', async () => {
    const luka = fakeLuka(() => pause);
    await makePause(luka.session, {
      scope: { tag: 'heavy' },
      until: new Date('2026-11-23T09:00:00').getTime(),
      reason: 'on the train',
    });
    expect(luka.calls).toEqual([
      {
        endpoint: 'POST /api/v1/pauses',
        query: {},
        body: { scope: { tag: 'heavy' }, until: pause.until, reason: 'on the train' },
      },
    ]);
    expect(luka.text('out')).toBe('tasks tagged heavy: paused until tomorrow 09:00\n');
    expect(luka.text('err')).toContain('luka resume --tag heavy');
  });

  it('pauses without an end', async () => {
    const luka = fakeLuka(() => ({ id: 2, scope: { all: true }, from: pause.from }));
    await makePause(luka.session, { scope: { all: true } });
    expect(luka.calls[0]?.body).toEqual({ scope: { all: true } });
    expect(luka.text('out')).toBe('everything: paused until you resume it\n');
  });

  it('lists pauses', async () => {
    const luka = fakeLuka(() => ({
      pauses: [pause, { id: 2, scope: { task: 'backup' }, from: pause.from }],
    }));
    await showPauses(luka.session);
    const lines = luka.text('out').split('\n');
    expect(lines[1]).toMatch(/^tasks tagged heavy +tomorrow 09:00 +today 11:00 +on the train$/);
    expect(lines[2]).toMatch(/^backup +you resume it +today 11:00$/);
    const none = fakeLuka(() => ({ pauses: [] }));
    await showPauses(none.session);
    expect(none.text('err')).toBe('nothing is paused\n');
  });

  it('resumes exactly what was named', async () => {
    const luka = fakeLuka(() => ({ ended: [{ ...pause, ended: iso('2026-11-22T12:00:00') }] }));
    await resume(luka.session, { tag: 'heavy' });
    expect(luka.calls[0]).toMatchObject({
      endpoint: 'POST /api/v1/pauses/resume',
      body: { scope: { tag: 'heavy' } },
    });
    expect(luka.text('out')).toBe('tasks tagged heavy: resumed, paused since today 11:00\n');
  });
});

describe('luka release and luka hook', () => {
  const task: Task = {
    id: 'backup',
    title: 'Backup',
    file: '/t/backup.yaml',
    source: 'yaml',
    state: 'ready',
    tags: [],
    priority: 'normal',
    hash: 'x',
    findings: [],
    triggers: [],
    nextDue: iso('2026-11-22T15:00:00'),
  };

  it('releases, and says when it is due', async () => {
    const luka = fakeLuka(() => task);
    await release(luka.session, 'backup');
    expect(luka.calls[0]).toMatchObject({ endpoint: 'POST /api/v1/tasks/backup/release', body: {} });
    expect(luka.text('out')).toBe(
      'task backup is released: its triggers start it again; next today 15:00 (in 3 h)\n',
    );
  });

  it('prints the address alone', async () => {
    const luka = fakeLuka(() => ({ url: 'http://127.0.0.1:4000/hooks/abc', perMinute: 30 }));
    await showHook(luka.session, 'backup', false);
    await showHook(luka.session, 'backup', true);
    expect(luka.calls.map(({ endpoint }) => endpoint)).toEqual([
      'GET /api/v1/tasks/backup/hook',
      'POST /api/v1/tasks/backup/hook',
    ]);
    expect(luka.text('out')).toBe('http://127.0.0.1:4000/hooks/abc\n'.repeat(2));
    expect(luka.text('err')).toMatch(/30 times a minute\nthe old address is dead/);
  });
});

describe('words that cannot be meant', () => {
  it.each([
    [['next', '--for', '32d'], /32d is longer than 31 days/],
    [['next', '--limit', '0'], /--limit 0/],
    [['why', 'backup', '--at', 'soonish'], /--at soonish is no moment/],
    [['history', '--state', 'odd'], /there is no "odd"/],
    [['history', '--since', 'ever'], /--since ever/],
    [['pause', 'backup', '--all'], /exclude each other/],
    [['pause', '--for', '2h'], /not said what to pause/],
    [['pause', '--reason', 'x'], /not said what to pause/],
    [['pause', 'backup', '--until', 'whenever'], /--until whenever/],
    [['resume'], /not said what to resume/],
  ])('%j', async (words, message) => {
    const { terminal } = captureTerminal();
    const run = runProgram({ words, env: { LUKA_HOME: '/nonexistent' }, terminal });
    await expect(run).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message) as string,
    });
  });

  it('a pause is so long or until then, not both', async () => {
    const { terminal } = captureTerminal();
    const words = ['pause', 'x', '--for', '2h', '--until', '09:00'];
    await expect(runProgram({ words, env: {}, terminal })).rejects.toMatchObject({
      code: 'commander.conflictingOption',
    });
  });
});
