import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Upcoming } from '#shared/nouns/slot.ts';
import { createRootShell } from '../../root/root-shell.ts';
import { ManualClock, temporaryFolder } from '../../testing.ts';
import { runProgram } from '../../conditions/run-program.ts';
import { createPowerSystem } from '../power-system.ts';
import { installPmset } from '../stand-ins/pmset.ts';
import { WakePlanner } from './wake-planner.ts';

const clock = new ManualClock(Date.UTC(2026, 5, 1));
const upcoming = (task: string, inMinutes: number, more: Partial<Upcoming> = {}): Upcoming => ({
  task,
  title: task,
  due: new Date(clock.now() + inMinutes * 60_000).toISOString(),
  trigger: 'daily',
  kind: 'cron',
  ...more,
});
const DUE = [
  upcoming('backup', 300),
  upcoming('report', 60),
  upcoming('photos', 90),
  upcoming('held', 90, { obstacle: 'paused' }),
];
const PRIORITIES = {
  backup: 'urgent',
  report: 'high',
  photos: 'normal',
  held: 'high',
  idle: 'high',
} as const;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

async function planner({ root = true, forgets = false } = {}) {
  const programs = await installPmset(folder.path, {}, { forgets });
  const env = { ...process.env, LUKA_PMSET: programs.pmset, LUKA_SUDO: programs.sudo };
  const { wakes } = createPowerSystem({ platform: 'linux', clock, env, run: runProgram });
  return {
    programs,
    planner: new WakePlanner({
      clock,
      tool: wakes,
      root: root ? createRootShell({ env, uid: 501 }) : undefined,
      due: (task) => DUE.find((one) => one.task === task),
      tasks: () => Object.entries(PRIORITIES).map(([id, priority]) => ({ id, priority })),
    }),
  };
}

describe('wakes', () => {
  it('are told for important tasks that are due, earliest first, with the command', async () => {
    const { planner: plans } = await planner();
    const told = await plans.plans();
    expect(told.plans.map(({ task, state }) => [task, state])).toEqual([
      ['report', 'absent'],
      ['backup', 'absent'],
    ]);
    const [report] = told.plans;
    expect(Date.parse(report!.due) - Date.parse(report!.wake)).toBe(120_000);
    expect(report!.command).toMatch(/^sudo \S+pmset schedule wake '\d\d\/\d\d\/26 \d\d:\d\d:\d\d' luka$/);
    expect(told.rootAtHand).toBe(true);
  });

  it('are planned as root, read back, and taken away again', async () => {
    const { planner: plans, programs } = await planner();
    expect(await plans.plan('photos')).toMatchObject({ state: 'planned' });
    expect(await programs.planned()).toHaveLength(1);
    await plans.plan('report');
    await plans.plan('report');
    expect(await programs.planned()).toHaveLength(2);
    const told = await plans.plans();
    expect(told.plans[0]).toMatchObject({ task: 'report', state: 'planned' });
    expect(told.plans[0]!.command).toContain('schedule cancel wake');
    expect(told.scheduled).toMatchObject([
      { type: 'wake', owner: 'luka' },
      { type: 'wake', owner: 'luka' },
    ]);
    expect(await plans.cancel('report')).toMatchObject({ state: 'absent' });
    await plans.cancel('report');
    expect(await programs.planned()).toHaveLength(1);
  });

  it('that the system does not list are no success', async () => {
    const { planner: plans } = await planner({ forgets: true });
    await expect(plans.plan('report')).rejects.toMatchObject({ code: 'wake_unverified' });
  });

  it('take root, and the way there is told', async () => {
    const { planner: plans, programs } = await planner({ root: false });
    await expect(plans.plan('report')).rejects.toMatchObject({
      code: 'root_absent',
      remedy: expect.stringContaining('pmset schedule wake') as string,
    });
    expect(await programs.planned()).toEqual([]);
    expect((await plans.plans()).rootAtHand).toBe(false);
  });

  it('are nothing for a task that is not due, nor where nothing plans them', async () => {
    const { planner: plans } = await planner();
    await expect(plans.plan('idle')).rejects.toMatchObject({ code: 'wake_not_due' });
    const none = new WakePlanner({
      clock,
      tool: undefined,
      root: undefined,
      due: (task) => DUE.find((one) => one.task === task),
      tasks: () => [{ id: 'report', priority: 'high' }],
    });
    await expect(none.plan('report')).rejects.toMatchObject({ code: 'wake_unsupported' });
    expect(await none.plans()).toMatchObject({
      plans: [{ state: 'cannot_tell' }],
      message: expect.any(String) as string,
    });
  });

  it('that cannot be read are told so', async () => {
    const { planner: plans } = await planner();
    await folder[Symbol.asyncDispose]();
    expect((await plans.plans()).message).toMatch(/what is planned cannot be read/);
  });
});
