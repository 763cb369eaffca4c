import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../governance/testing.ts';
import { temporaryFolder } from '../../testing.ts';
import { createMachineFacts } from '../lint/machine-facts.ts';
import { agentFolders } from '../scan/agent-folders.ts';
import { AgentShelf } from '../scan/agent-shelf.ts';
import { createLaunchd } from '../create-launchd.ts';
import { createModelLaunchctl } from '../standin/model-launchctl.ts';
import { plantMachine } from '../testing.ts';

const UID = 501;

async function machine(
  others: readonly string[] = [],
  ages: (pids: readonly number[]) => Promise<ReadonlyMap<number, number>> = async () => new Map(),
) {
  const folder = await temporaryFolder();
  const planted = await plantMachine(folder.path);
  const ledger = await openLedger();
  const launchctl = createModelLaunchctl({ uid: UID, clock: ledger.clock, programs: planted.programs });
  for (const { file, state } of planted.agents)
    if (state !== 'duplicate') await launchctl.run(['bootstrap', `gui/${UID}`, file]);
  ledger.clock.advance(60_000);
  const launchd = createLaunchd({
    launchctl,
    store: ledger.store,
    audit: ledger.audit,
    clock: ledger.clock,
    home: planted.home,
    snapshots: join(planted.home, 'snapshots'),
    system: '/nowhere',
    ages,
    others: () => others.map((name) => join(planted.home, name)),
    onError: (error) => {
      throw error;
    },
  });
  return {
    ...launchd,
    planted: planted.agents,
    home: planted.home,
    clock: ledger.clock,
    store: ledger.store,
    launchctl,
    async [Symbol.asyncDispose]() {
      await ledger[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('a machine of 82 agents', () => {
  it('each is in the state it was planted in', async () => {
    await using luka = await machine();
    const { agents, launchd } = await luka.agents.list();
    expect(launchd.present).toBe(true);
    expect(new Map(agents.map(({ file, state }) => [file, state]))).toEqual(
      new Map(luka.planted.map(({ file, state }) => [file, state])),
    );
    expect(
      Object.fromEntries(
        Map.groupBy(agents, ({ state }) => state)
          .entries()
          .map(([state, all]) => [state, all.length]),
      ),
    ).toEqual({
      idle: 20,
      running: 6,
      failing: 46,
      ghost: 9,
      duplicate: 1,
    });
  });

  it('the doctor finds every planted fault, and raises no false alarm', async () => {
    await using luka = await machine();
    const { diagnoses, healthy } = await luka.agents.doctor();
    expect(healthy).toBe(26);
    expect(diagnoses).toHaveLength(56);
    const byFile = new Map(diagnoses.map((diagnosis) => [diagnosis.agent.file, diagnosis]));
    const wanted = luka.planted.filter(({ state }) => state !== 'idle' && state !== 'running');
    expect([...byFile.keys()].toSorted()).toEqual(wanted.map(({ file }) => file).toSorted());
    for (const { file, state, finding } of wanted) {
      const { agent, findings, mend } = byFile.get(file)!;
      expect({ file, state: agent.state, isMendable: mend !== '' }).toEqual({
        file,
        state,
        isMendable: true,
      });
      expect({ file, codes: findings.map(({ code }) => code) }).toEqual({
        file,
        codes: finding === undefined ? expect.anything() : expect.arrayContaining([finding]),
      });
    }
    expect(diagnoses.map(({ rank }) => rank)).toEqual(diagnoses.map((_, at) => at + 1));
  });

  it('a code 78 is told by what the plist has wrong, not by the number alone', async () => {
    await using luka = await machine();
    const { diagnoses } = await luka.agents.doctor();
    const tilde = diagnoses.find(({ agent }) => agent.label === 'com.me.tilde-1');
    expect(tilde?.what).toContain('78');
    expect(tilde?.mend).toContain('write the path out');
    const coded = diagnoses.find(({ agent }) => agent.label === 'com.me.fails-4');
    expect(coded?.agent.lastExit).toMatchObject({ code: 127 });
  });

  it('says since when, and tells who listens when a state is another', async () => {
    await using luka = await machine();
    const before = luka.clock.now();
    await luka.agents.list();
    luka.clock.advance(3_600_000);
    expect((await luka.agents.get('com.me.good-1')).since).toBe(new Date(before).toISOString());
    await luka.store.durable();
    const events: unknown[] = [];
    luka.store.onEvent((event) => events.push(event));
    await luka.launchctl.run(['disable', `gui/${UID}/com.me.good-1`]);
    await luka.launchctl.run(['bootout', `gui/${UID}/com.me.good-1`]);
    const now = await luka.agents.get('com.me.good-1');
    expect(now).toMatchObject({ state: 'disabled', since: new Date(luka.clock.now()).toISOString() });
    await luka.store.durable();
    expect(events).toMatchObject([
      { type: 'agent.changed', data: { label: 'com.me.good-1', state: 'disabled', was: 'idle' } },
    ]);
  });

  it('says that it cannot tell where launchd does not answer as it should', async () => {
    await using luka = await machine();
    luka.launchctl.model.state.faults.push({ verb: 'list', code: 5 });
    const { agents } = await luka.agents.list();
    expect(agents.find(({ label }) => label === 'com.me.good-2')).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('launchctl list ended with 5'),
    });
    // What is gone from the disk is known without launchd.
    expect(agents.find(({ label }) => label === 'com.me.ghost-1')).toMatchObject({ state: 'ghost' });
  });
});

describe('another folder', () => {
  it('is read and judged, samples too, and is not trouble for not being loaded', async () => {
    await using luka = await machine(['kept']);
    const folder = join(luka.home, 'kept');
    await mkdir(folder);
    const [first] = luka.planted;
    await writeFile(join(folder, 'com.me.good-1.plist'), await readFile(first!.file));
    await writeFile(join(folder, 'com.me.new.plist.sample'), '<plist version="1.0"><dict/></plist>');
    const { agents, launchd } = await luka.agents.list('not_loaded');
    expect(agents.map(({ label, scope }) => [label, scope])).toEqual([
      ['com.me.good-1', 'folder'],
      ['com.me.new', 'folder'],
    ]);
    expect(launchd.folders.find(({ path }) => path === folder)).toMatchObject({ plists: 2 });
    expect((await luka.agents.doctor()).diagnoses).toHaveLength(56);
    expect((await luka.agents.get('com.me.good-1')).scope).toBe('user');
  });
});

describe('looking again', () => {
  it('reads only what changed', async () => {
    await using folder = await temporaryFolder();
    const planted = await plantMachine(folder.path);
    const shelf = new AgentShelf({
      folders: () => agentFolders(planted.home, [], '/nowhere'),
      facts: createMachineFacts(planted.home),
    });
    expect((await shelf.look()).read).toHaveLength(82);
    expect((await shelf.look()).read).toEqual([]);
    const file = join(planted.folder, 'com.me.good-3.plist');
    await writeFile(file, (await readFile(file, 'utf8')).replace('3600', '1800'));
    const again = await shelf.look();
    expect(again.read).toEqual([file]);
    expect(again.agents.find((agent) => agent.file === file)?.schedule).toContain('every 30 min');
    // A plist whose program went is another, though its file is not.
    await rm(join(planted.home, 'bin', 'serves'));
    expect((await shelf.look()).read).toHaveLength(6);
  });

  it('a job that was seen to run for longer than its interval is told of at the next look', async () => {
    await using luka = await machine([], async (pids) => new Map(pids.map((pid) => [pid, 9_000])));
    const messages = async () => {
      const { agents } = await luka.agents.list('running');
      const found = await Promise.all(agents.map(({ id }) => luka.agents.get(id)));
      return found.flatMap(({ findings }) =>
        findings.filter(({ code }) => code === 'start_interval_short').map(({ message }) => message),
      );
    };
    await luka.agents.list();
    // Of the six that run, those with an interval.
    expect(new Set(await messages())).toEqual(
      new Set(['it starts every 7200 s, and was seen to take 9000 s or more']),
    );
  });

  it('nothing is told of how long a job takes that was never seen to run', async () => {
    await using luka = await machine();
    await luka.agents.list();
    const { diagnoses } = await luka.agents.doctor();
    expect(JSON.stringify(diagnoses)).not.toContain('start_interval_short');
  });
});
