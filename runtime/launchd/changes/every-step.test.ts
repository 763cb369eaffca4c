/** Whatever goes wrong, and wherever: a change leaves the old state or the new one, and says which. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { AgentChange } from '#shared/nouns/agent.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { KINDS, wholePicture, type Kind, type WholePicture } from './kinds.ts';
import { ACTOR, openMachine, type Machine, type Meddler } from './testing.ts';

interface Course {
  readonly before: WholePicture;
  readonly after: WholePicture;
  /** How often launchd is asked. */
  readonly calls: number;
  /** The call that is the first after the plan was made. */
  readonly first: number;
}

/** How it goes where nothing goes wrong. */
async function courseOf(kind: Kind): Promise<Course> {
  await using machine = await openMachine({ root: true });
  const { changes } = machine.luka();
  await kind.prepare(machine, changes);
  const before = await wholePicture(machine);
  let first = 0;
  machine.meddle((_args, call, go) => {
    if (first === 0 && changes.history({ limit: 1 }).changes[0]?.state === 'going') first = call;
    return go();
  });
  expect((await kind.change(machine, changes)).state).toBe('done');
  const calls = machine.calls();
  const after = await wholePicture(machine);
  expect(first).toBeGreaterThan(0);
  return { before, after, calls, first };
}

function expectOneSide(change: AgentChange, pictures: WholePicture, course: Course, where: string): void {
  if (change.state === 'done') expect({ where, ...pictures }).toEqual({ where, ...course.after });
  else if (change.state === 'rolled_back')
    expect({ where, ...pictures }).toEqual({ where, ...course.before });
  else expect(`${where}: ${change.state}: ${change.message}`).toBe('done or rolled back');
}

async function withTrouble(
  kind: Kind,
  course: Course,
  where: string,
  trouble: Meddler,
): Promise<AgentChange> {
  await using machine = await openMachine({ root: true });
  const { changes } = machine.luka();
  await kind.prepare(machine, changes);
  machine.meddle(trouble);
  const change = await kind.change(machine, changes);
  machine.behave();
  expectOneSide(change, await wholePicture(machine), course, where);
  expect(machine.errors).toEqual([]);
  return change;
}

const refused = (code: number) => ({ code, out: '', err: 'refused' });

describe.each(KINDS)('$name', { timeout: 120_000 }, (kind) => {
  it('withstands every single failure of launchctl', async () => {
    const course = await courseOf(kind);
    const ends = new Set<string>();
    for (let at = course.first; at <= course.calls; at += 1) {
      const faults: [string, (go: () => Promise<unknown>) => Promise<ReturnType<typeof refused>>][] = [
        ['5', () => Promise.resolve(refused(5))],
        ['125', () => Promise.resolve(refused(125))],
        ['37, though done', async (go) => (await go(), refused(37))],
        ['1, though done', async (go) => (await go(), refused(1))],
        ['silence', () => Promise.reject(new LukaError('launchctl_silent'))],
      ];
      for (const [name, fault] of faults) {
        const where = `call ${at} of ${course.calls}: ${name}`;
        const change = await withTrouble(kind, course, where, (_args, call, go) =>
          call === at ? fault(go) : go(),
        );
        ends.add(change.state);
      }
    }
    expect(ends).toContain('rolled_back');
  });

  it('withstands a verb that fails for good, up to the undoing', async () => {
    const course = await courseOf(kind);
    for (const verb of ['bootout', 'enable', 'disable', 'bootstrap', 'kickstart'])
      for (const code of [5, 125]) {
        await using machine = await openMachine({ root: true });
        const { changes } = machine.luka();
        await kind.prepare(machine, changes);
        machine.meddle((args, _call, go) => (args[0] === verb ? Promise.resolve(refused(code)) : go()));
        const change = await kind.change(machine, changes);
        machine.behave();
        const pictures = await wholePicture(machine);
        if (change.state !== 'stuck') expectOneSide(change, pictures, course, `${verb} ${code}`);
        else await expectStuckAndMendable(machine, changes, change, course);
      }
  });

  it('withstands files that cannot be written', async () => {
    const course = await courseOf(kind);
    for (let at = course.first; at <= course.calls; at += 1) {
      await using machine = await openMachine({ root: true });
      const { changes } = machine.luka();
      await kind.prepare(machine, changes);
      const aside = `${machine.agents}.aside`;
      let isAway = false;
      // Between one answer of launchd and the next question the folder is not there.
      machine.meddle(async (_args, call, go) => {
        if (isAway) await rename(aside, machine.agents);
        isAway = false;
        const answer = await go();
        if (call === at) {
          await rename(machine.agents, aside);
          isAway = true;
        }
        return answer;
      });
      const change = await kind.change(machine, changes);
      if (isAway) await rename(aside, machine.agents);
      machine.behave();
      if (change.state === 'stuck') await expectStuckAndMendable(machine, changes, change, course);
      else expectOneSide(change, await wholePicture(machine), course, `away after call ${at}`);
    }
  });

  it('never writes over what somebody else wrote meanwhile', async () => {
    const course = await courseOf(kind);
    const file = (machine: Machine) => machine.fileOf('a.job');
    const ends = new Set<string>();
    const foreign = '<plist version="1.0"><dict><key>Label</key><string>foreign</string></dict></plist>';
    for (let at = course.first; at <= course.calls; at += 1) {
      await using machine = await openMachine({ root: true });
      const { changes } = machine.luka();
      await kind.prepare(machine, changes);
      machine.meddle(async (_args, call, go) => {
        const answer = await go();
        if (call === at) await writeFile(file(machine), foreign);
        return answer;
      });
      const change = await kind.change(machine, changes);
      machine.behave();
      expect(await readFile(file(machine), 'utf8')).toBe(foreign);
      // Where it came after the last look at the file, nobody can have seen it.
      expect(['stuck', 'done']).toContain(change.state);
      if (change.state === 'stuck') expect(change.message).toContain('neither the old nor the new');
      ends.add(change.state);
    }
    expect(ends).toContain('stuck');
  });

  it('is finished or undone after a crash, wherever that was', async () => {
    const course = await courseOf(kind);
    /** Says where it ends; `hang` never answers. */
    type Crash = { where: string; meddle?: (hang: () => Promise<never>) => Meddler; journal?: number };
    const crashes: Crash[] = [];
    for (let at = course.first; at <= course.calls; at += 1) {
      crashes.push({
        where: `before call ${at}`,
        meddle: (hang) => (_args, call, go) => (call === at ? hang() : go()),
      });
      crashes.push({
        where: `after call ${at}`,
        meddle: (hang) => async (_args, call, go) => {
          const answer = await go();
          return call === at ? hang() : answer;
        },
      });
    }
    for (let at = 1; at <= 8; at += 1) crashes.push({ where: `journal ${at}`, journal: at });
    const ends = new Set<string>();
    for (const { where, meddle, journal } of crashes) {
      await using machine = await openMachine({ root: true });
      const { changes: former } = machine.luka();
      await kind.prepare(machine, former);
      let synced = 0;
      await new Promise<void>((resolve, reject) => {
        const hang = () => {
          resolve();
          return new Promise<never>(() => undefined);
        };
        const sync = () => ((synced += 1) === journal ? hang() : Promise.resolve());
        const { changes } = machine.luka({ sync });
        if (meddle) machine.meddle(meddle(hang));
        // One that ends before it comes to the crash is as good as one that was never broken.
        kind.change(machine, changes).then(() => resolve(), reject);
      });
      machine.behave();
      const { changes } = machine.luka();
      await changes.recover();
      const [change] = changes.history({ limit: 1 }).changes;
      expectOneSide(change!, await wholePicture(machine), course, where);
      ends.add(change!.state);
      expect(machine.errors).toEqual([]);
    }
    expect([...ends].sort()).toEqual(['done', 'rolled_back']);
  });
});

/** The message names what is not as before, and once launchd behaves a rollback brings everything back. */
async function expectStuckAndMendable(
  machine: Machine,
  changes: ReturnType<Machine['luka']>['changes'],
  change: AgentChange,
  course: Course,
): Promise<void> {
  const pictures = await wholePicture(machine);
  const message = change.message ?? '';
  for (const [at, picture] of pictures.agents.entries()) {
    const old = course.before.agents[at]!;
    if (picture.loaded !== old.loaded) expect(message).toMatch(/launchd has \S+ (?:not )?loaded/);
    else if (picture.disabled !== old.disabled) expect(message).toMatch(/is (?:disabled|enabled)/);
    if (picture.text !== old.text && at !== 1) expect(message).toContain('.plist ');
  }
  const back = await changes.rollback(change.id, { actor: ACTOR });
  expect({ message, state: back.state }).toEqual({ message, state: 'done' });
  expect({ message, ...(await wholePicture(machine)) }).toEqual({ message, ...course.before });
}
