/** What the commands about power ask of Luka, and how they tell its answers. */
import { describe, expect, it } from 'vitest';
import type { Hold, PowerStatus } from '#shared/nouns/power.ts';
import type { PowerReport, WakePlan } from '#shared/nouns/power-report.ts';
import { HOLD_ANYWAY } from '#shared/nouns/keep-awake.ts';
import type { RootCommand } from '#runtime/root/root-shell.ts';
import { keepAwake, parseHow, release } from './commands/power-awake.ts';
import { examine } from './commands/power-doctor.ts';
import { showPower } from './commands/power-status.ts';
import { changeWake, showWakes } from './commands/power-wakes.ts';
import { fakeLuka } from './fake-luka.ts';

const iso = (text: string) => new Date(`2026-11-22T${text}`).toISOString();
const mine: Hold = {
  id: 'person-1a',
  kind: 'display',
  owner: { kind: 'person', by: 'person' },
  since: iso('11:00:00'),
  until: iso('14:00:00'),
  reason: 'for 3 h, until 14:00',
  held: true,
};
const runs: Hold = {
  id: 'run-12',
  kind: 'system',
  owner: { kind: 'run', run: 12, task: 'backup', title: 'Backup\u001b[2J' },
  since: iso('11:30:00'),
  reason: 'while it runs',
  held: false,
  notHeldBecause: 'on battery',
};
const status: PowerStatus = {
  at: iso('12:00:00'),
  source: 'battery',
  percent: 64,
  lowPower: true,
  lid: 'open',
  blocker: { name: 'caffeinate', works: true },
  policy: HOLD_ANYWAY,
  holds: [mine, runs],
  lastSleep: {
    kind: 'sleep',
    from: iso('02:10:00'),
    to: iso('05:40:00'),
    reason: 'the lid was closed',
    source: 'x',
  },
};

describe('luka power status', () => {
  it('says who keeps it awake and what is left of it', async () => {
    const luka = fakeLuka(() => status);
    await showPower(luka.session);
    const [first, by, slept, heading, person, run] = luka.text('out').split('\n');
    expect(first).toBe('kept awake, on battery, 64 %, low-power mode, lid open');
    expect(by).toBe('by caffeinate');
    expect(slept).toBe('last slept today 02:10 to today 05:40: the lid was closed');
    expect(heading).toMatch(/^HOLD +FOR +WHY +UNTIL/);
    expect(person).toMatch(
      /^person-1a +person +for 3 h, until 14:00 +today 14:00, 2 h left +awake, display too$/,
    );
    expect(run).toMatch(/^- +#12 Backup\ufffd\[2J +while it runs +- +not held: on battery$/);
  });

  it('says that nothing can be held here, and that nobody wants it', async () => {
    const luka = fakeLuka(() => ({
      ...status,
      holds: [],
      blocker: { name: 'none', works: false, message: 'systemd does not run here' },
    }));
    await showPower(luka.session);
    expect(luka.text('out')).toContain('nothing can be held: systemd does not run here');
    expect(luka.text('out')).toMatch(/^may sleep/);
    expect(luka.text('err')).toContain('nobody keeps it awake');
  });
});

describe('luka power awake', () => {
  const now = Date.parse('2026-11-22T12:00:00');

  it.each([
    [[], {}],
    [['for', '2h'], { for: 7_200 }],
    [['for', '1h', '30m'], { for: 5_400 }],
    [['until', '14:00'], { until: iso('14:00:00') }],
    [['until', 'tomorrow', '07:00'], { until: new Date('2026-11-23T07:00:00').toISOString() }],
    [['while', '#12'], { whileRun: 12 }],
    [['while-tasks'], { whileTasks: true }],
  ])('%j', (words, wanted) => expect(parseHow(words, now)).toEqual(wanted));

  it.each([['for'], ['while'], ['until'], ['whenever'], ['while-tasks', 'x'], ['for', 'ever']])(
    '%s %s is refused',
    (...words) =>
      expect(() => parseHow(words, now)).toThrow(expect.objectContaining({ code: 'usage' }) as Error),
  );

  it('asks for it and counts down', async () => {
    const luka = fakeLuka(() => mine);
    await keepAwake(luka.session, { for: 7_200 }, { display: true, reason: 'a talk' });
    expect(luka.calls).toMatchObject([
      { endpoint: 'POST /api/v1/power/holds', body: { for: 7_200, display: true, reason: 'a talk' } },
    ]);
    expect(luka.text('out').trim()).toBe('kept awake until today 14:00, 2 h left');
    expect(luka.text('err')).toContain('luka power release person-1a');
  });

  it('says where it is not held', async () => {
    const luka = fakeLuka(() => ({ ...mine, held: false, notHeldBecause: 'on battery' }));
    await keepAwake(luka.session, {}, {});
    expect(luka.text('err')).toContain('not held now: on battery');
  });

  it('is released: one, or all that persons asked for', async () => {
    const luka = fakeLuka(({ endpoint }) => (endpoint.startsWith('GET') ? status : { released: mine }));
    await release(luka.session);
    await release(luka.session, 'person-1a');
    expect(luka.calls.map(({ endpoint }) => endpoint)).toEqual([
      'GET /api/v1/power',
      'DELETE /api/v1/power/holds/person-1a',
      'DELETE /api/v1/power/holds/person-1a',
    ]);
    const none = fakeLuka(() => ({ ...status, holds: [runs] }));
    await release(none.session);
    expect(none.text('err')).toContain('nobody asked to keep it awake');
  });
});

describe('luka power doctor', () => {
  const report: PowerReport = {
    at: iso('12:00:00'),
    platform: 'darwin',
    findings: [
      {
        code: 'sleeps_when_idle',
        severity: 'warning',
        message: 'it falls asleep after 10 min',
        evidence: ['pmset -g custom, AC Power: sleep 10'],
        command: 'sudo pmset -c sleep 0',
      },
    ],
    keepsAwake: [
      {
        pid: 7,
        process: 'caffeinate',
        type: 'PreventUserIdleSystemSleep',
        effect: 'x',
        own: true,
        since: iso('11:00:00'),
      },
    ],
    events: [{ at: iso('03:12:00'), kind: 'sleep', text: 'Entering Sleep', why: 'the lid was closed' }],
    eventsFrom: iso('00:00:00'),
    eventsTo: iso('12:00:00'),
    moreEvents: false,
    scheduled: [{ type: 'wakepoweron', repeats: '6:00AM every day' }],
    reading: { at: iso('12:00:00'), source: 'battery', percent: 64, lowPower: false },
    lid: 'it has no lid',
    settings: {},
    cannotKnow: ['planned wakes: pmset is not there'],
  };

  it('shows findings with evidence and mend, and fails where something stops work', async () => {
    const luka = fakeLuka(() => report);
    expect(await examine(luka.session)).toBe(true);
    const text = luka.text('out');
    expect(text).toMatch(/^warning +it falls asleep after 10 min\n +pmset -g custom/);
    expect(text).toContain('sudo pmset -c sleep 0');
    expect(text).toContain('power   on battery, 64 %\n');
    expect(text).toMatch(/today 03:12 +sleep +the lid was closed/);
    expect(text).toMatch(/caffeinate \(Luka\) +7 +PreventUserIdleSystemSleep +today 11:00/);
    expect(text).toMatch(/6:00AM every day +wakepoweron/);
    expect(text).toContain('What cannot be known\n  planned wakes: pmset is not there');
    expect(await examine(fakeLuka(() => ({ ...report, findings: [] })).session)).toBe(false);
  });

  it('looks around a moment that is asked about', async () => {
    const luka = fakeLuka(() => report);
    await examine(luka.session, Date.parse(iso('03:12:00')));
    expect(luka.calls[0]?.query).toEqual({
      from: new Date('2026-11-21T21:12:00').toISOString(),
      to: iso('09:12:00'),
    });
  });
});

describe('luka power wakes', () => {
  const plan: WakePlan = {
    task: 'backup',
    title: 'Backup',
    due: iso('23:00:00'),
    wake: iso('22:58:00'),
    state: 'absent',
    command: "sudo pmset schedule wake '11/22/26 22:58:00' luka",
    argv: ['pmset', 'schedule', 'wake', '11/22/26 22:58:00', 'luka'],
  };
  const answer = (state: WakePlan['state']) => ({
    plans: [{ ...plan, state }],
    scheduled: [],
    rootAtHand: false,
  });

  function world(works = true) {
    let state: WakePlan['state'] = 'absent';
    const ran: RootCommand[] = [];
    const luka = fakeLuka(() => answer(state));
    const root = {
      run: (command: RootCommand) => {
        ran.push(command);
        if (works) state = 'planned';
        return Promise.resolve({ code: 0, out: '', err: '' });
      },
    };
    return { luka, ran, root };
  }

  it('lists them', async () => {
    const luka = fakeLuka(() => answer('absent'));
    await showWakes(luka.session);
    expect(luka.text('out')).toMatch(/backup +today 23:00 +today 22:58 +the machine will not wake for it/);
    const none = fakeLuka(() => ({
      plans: [],
      scheduled: [],
      rootAtHand: false,
      message: 'no wake can be planned',
    }));
    await showWakes(none.session);
    expect(none.text('err')).toContain('no wake can be planned');
  });

  it('plans one after a yes, by the command that was shown, and reads it back', async () => {
    const { luka, ran, root } = world();
    const ask = () => Promise.resolve(true);
    await changeWake(luka.session, { action: 'plan', task: 'backup', root, ask });
    expect(ran).toEqual([plan.argv]);
    expect(luka.text('err')).toContain('sudo pmset schedule wake');
    expect(luka.text('out').trim()).toBe('wakes today 22:58 for backup, due today 23:00');
  });

  it('does nothing without consent, or dry', async () => {
    const { luka, ran, root } = world();
    const change = { action: 'plan', task: 'backup', root, ask: () => Promise.resolve(false) } as const;
    await expect(changeWake(luka.session, change)).rejects.toMatchObject({ code: 'consent_missing' });
    await changeWake(luka.session, { ...change, dryRun: true });
    expect(ran).toEqual([]);
  });

  it('is no success where the system does not list it', async () => {
    const { luka, root } = world(false);
    await expect(
      changeWake(luka.session, { action: 'plan', task: 'backup', root, ask: () => Promise.resolve(true) }),
    ).rejects.toMatchObject({ code: 'wake_unverified' });
  });
});
