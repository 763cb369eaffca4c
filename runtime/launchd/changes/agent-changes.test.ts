import { chown, link, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { xmlString } from '../standin/testing.ts';
import { ACTOR, hashOf, jobText, openMachine, UID } from './testing.ts';

const by = { actor: ACTOR };

describe('every kind of change', () => {
  it('creates: written, loaded, running, kept, audited, announced', async () => {
    await using machine = await openMachine();
    const { changes, audit, store } = machine.luka();
    const file = machine.fileOf('a.job');
    const logs = join(machine.home, 'Library', 'Logs', 'a', 'b');
    const text = jobText('a.job', '/made-up/serve', {
      KeepAlive: '<true/>',
      StandardOutPath: xmlString(join(logs, 'out.log')),
    });
    const change = await changes.create({ file, text }, by);
    expect(change).toMatchObject({
      id: 1,
      state: 'done',
      action: 'create',
      label: 'a.job',
      by: 'me',
      before: null,
      after: text,
    });
    expect(change.diff).toContain('+++ ');
    expect(change.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'lint done',
      'snapshot done',
      'bootout skipped',
      'write done',
      'enable skipped',
      'bootstrap done',
      'kickstart skipped',
      'verify done',
    ]);
    expect(change.steps.at(-1)!.note).toMatch(/^a\.job runs as process \d+$/);
    expect(await machine.picture('a.job')).toEqual({
      text,
      mode: 0o644,
      loaded: true,
      disabled: false,
      running: true,
    });
    expect((await stat(join(logs, 'out.log'))).isFile()).toBe(true);
    expect(audit.list({ limit: 9 }).rows).toMatchObject([
      { action: 'agent.changed', subject: 'agent a.job', decision: 'done', actor: ACTOR },
    ]);
    await store.durable();
    expect(store.eventsOfTypeAfter('agent.changed', 0, 9).map(({ data }) => data['state'])).toEqual([
      'going',
      'done',
    ]);
    expect(changes.history({ label: 'a.job', limit: 5 })).toEqual({ changes: [change] });
    expect(changes.get(1)).toEqual(change);
    expect(machine.errors).toEqual([]);
  });

  it('edits: let go, written with the right mode, loaded anew; and back again', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const old = jobText('a.job', '/made-up/slow');
    const text = jobText('a.job', '/made-up/serve');
    const file = await machine.put('a.job', old, { mode: 0o600 });
    const before = await machine.picture('a.job');
    const change = await changes.edit({ file, text, hash: hashOf(old) }, by);
    expect(change).toMatchObject({ state: 'done', before: old, after: text });
    expect(await machine.picture('a.job')).toMatchObject({ text, mode: 0o644, running: true });
    const kept = change.steps.find(({ step }) => step === 'snapshot')!.note.split('; ')[0]!;
    expect([await readFile(kept, 'utf8'), (await stat(kept)).mode & 0o777]).toEqual([old, 0o600]);
    const back = await changes.rollback(change.id, by);
    expect(back).toMatchObject({ state: 'done', action: 'rollback', after: old });
    expect(await machine.picture('a.job')).toEqual(before);
    const forth = await changes.rollback(back.id, by);
    expect(forth.state).toBe('done');
    expect((await machine.picture('a.job')).text).toBe(text);
  });

  it('edits a label: the old job goes, the new one comes', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const old = jobText('a.job');
    const file = await machine.put('a.job', old);
    const text = jobText('b.job');
    const change = await changes.edit({ file, text, hash: hashOf(old) }, by);
    expect(change.state).toBe('done');
    expect(machine.launchd.model.state.services.map(({ job }) => job.label)).toEqual(['b.job']);
    expect((await changes.rollback(change.id, by)).state).toBe('done');
    expect(machine.launchd.model.state.services.map(({ job }) => job.label)).toEqual(['a.job']);
  });

  it('leaves one alone that is not loaded, unless its errors kept it from that', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const sound = jobText('a.job');
    const file = await machine.put('a.job', sound, { load: false });
    const text = jobText('a.job', '/made-up/slow');
    expect((await changes.edit({ file, text, hash: hashOf(sound) }, by)).state).toBe('done');
    expect((await machine.picture('a.job')).loaded).toBe(false);
    const broken = '<plist><dict><key>Label</key><string>b.job</string></dict></plist>';
    const other = await machine.put('b.job', broken, { load: false });
    expect(
      (await changes.edit({ file: other, text: jobText('b.job'), hash: hashOf(broken) }, by)).state,
    ).toBe('done');
    expect(await machine.picture('b.job')).toMatchObject({ loaded: true, running: true });
  });

  it('fixes what can be fixed, and makes folders of logs', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const log = join(machine.home, 'Logs', 'x.log');
    const old = jobText('a.job', '/made-up/serve', {
      KeepAlive: '<true/>',
      StandardErrorPath: xmlString(log),
    });
    const file = await machine.put('a.job', old);
    expect(await machine.picture('a.job')).toMatchObject({ loaded: true, running: false });
    await expect(changes.fix({ file, hash: hashOf(old), codes: ['no_such'] }, by)).rejects.toMatchObject({
      code: 'agent_nothing_to_fix',
    });
    const change = await changes.fix({ file, hash: hashOf(old) }, by);
    expect(change.state).toBe('done');
    expect(await machine.picture('a.job')).toMatchObject({ running: true });
    expect((await stat(log)).isFile()).toBe(true);
  });

  it('disables, enables, removes, and gives back', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const text = jobText('a.job');
    const file = await machine.put('a.job', text);
    const before = await machine.picture('a.job');
    const off = await changes.setState({ file, action: 'disable', hash: hashOf(text) }, by);
    expect(off.state).toBe('done');
    expect(await machine.picture('a.job')).toMatchObject({ loaded: false, disabled: true, text });
    expect((await changes.setState({ file, action: 'enable' }, by)).state).toBe('done');
    expect(await machine.picture('a.job')).toEqual(before);
    const gone = await changes.setState({ file, action: 'remove' }, by);
    expect(gone).toMatchObject({ state: 'done', before: text, after: null });
    expect(await machine.picture('a.job')).toMatchObject({ loaded: false, text: null });
    expect((await changes.rollback(gone.id, by)).state).toBe('done');
    expect(await machine.picture('a.job')).toEqual(before);
    expect(changes.history({ limit: 2 })).toMatchObject({ changes: [{ id: 4 }, { id: 3 }], next: 3 });
  });

  it('enables one that its own plist disables', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const text = jobText('a.job', '/made-up/serve', { RunAtLoad: '<true/>', Disabled: '<true/>' });
    const file = await machine.put('a.job', text);
    expect(await machine.picture('a.job')).toMatchObject({ loaded: false, disabled: true });
    const on = await changes.setState({ file, action: 'enable' }, by);
    expect(on.state).toBe('done');
    expect(await machine.picture('a.job')).toMatchObject({ loaded: true, disabled: false });
    expect((await changes.rollback(on.id, by)).state).toBe('done');
    expect(await machine.picture('a.job')).toMatchObject({ loaded: false, disabled: true });
  });

  it('migrates to a LaunchDaemon as root, and says what root has to do otherwise', async () => {
    await using machine = await openMachine({ root: true });
    const text = jobText('a.job');
    const file = await machine.put('a.job', text);
    const target = join(machine.daemons, 'a.job.plist');
    if (process.getuid?.() === 0) await chown(file, UID, UID);
    const asPerson = await machine.luka({ isRoot: false }).changes.migrate({ file, user: 'me' }, by);
    expect(asPerson.change.state).toBe('planned');
    const [install, bootout, remove, ...rest] = asPerson.commands;
    const staged = /-m 0644 (\S+) /.exec(install!)![1]!;
    expect(install).toBe(`sudo install -o root -g wheel -m 0644 ${staged} ${target}`);
    expect(await readFile(staged, 'utf8')).toContain('<key>UserName</key>');
    expect([bootout, remove]).toEqual([`launchctl bootout gui/${UID}/a.job`, `rm ${file}`]);
    expect(rest).toEqual([
      'sudo launchctl enable system/a.job',
      `sudo launchctl bootstrap system ${target}`,
      'sudo launchctl print system/a.job',
    ]);
    expect(await machine.picture('a.job')).toMatchObject({ text, running: true });
    if (process.getuid?.() === 0) await chown(file, 0, 0);
    const { changes } = machine.luka();
    const dry = await changes.migrate({ file, user: 'me' }, { ...by, dryRun: true });
    expect(dry).toMatchObject({ change: { state: 'planned', file: target }, commands: [] });
    const { change } = await changes.migrate({ file, user: 'me' }, by);
    expect(change).toMatchObject({ state: 'done', action: 'migrate', before: text });
    expect(await machine.picture('a.job')).toMatchObject({ text: null, loaded: false });
    expect(await machine.picture('a.job', target, 'system')).toMatchObject({ loaded: true, running: true });
    expect(await readFile(target, 'utf8')).toContain('<key>UserName</key>\n\t<string>me</string>');
    expect((await changes.rollback(change.id, by)).state).toBe('done');
    expect(await machine.picture('a.job')).toMatchObject({ text, running: true });
    expect((await machine.picture('a.job', target, 'system')).text).toBeNull();
  });
});

describe('a dry run', () => {
  it('tells everything and changes nothing', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const old = jobText('a.job');
    const file = await machine.put('a.job', old);
    const before = await machine.picture('a.job');
    const text = jobText('a.job', '/made-up/slow');
    const options = { ...by, dryRun: true };
    const change = await changes.edit({ file, text, hash: hashOf(old) }, options);
    expect(change).toMatchObject({ id: 0, state: 'planned', before: old, after: text });
    expect(change.steps.map(({ step, note }) => `${step}: ${note}`)).toContain(`write: would write ${file}`);
    expect(change.diff).toContain('-\t<array><string>/made-up/serve');
    for (const action of ['enable', 'disable', 'remove'] as const)
      expect((await changes.setState({ file, action }, options)).state).toBe('planned');
    const fresh = machine.fileOf('b.job');
    expect((await changes.create({ file: fresh, text: jobText('b.job') }, options)).state).toBe('planned');
    expect(await machine.picture('a.job')).toEqual(before);
    expect((await machine.picture('b.job')).text).toBeNull();
    expect(changes.history({ limit: 9 }).changes).toEqual([]);
  });
});

describe('what is refused, and leaves no trace', () => {
  it('is each told by its code', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const text = jobText('a.job');
    const file = await machine.put('a.job', text);
    const before = await machine.picture('a.job');
    const code = async (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
    const edit = (to: string, hash = hashOf(text)) => code(changes.edit({ file, text: to, hash }, by));
    expect(await edit(jobText('a.job', '/made-up/slow'), hashOf('other'))).toBe('agent_changed');
    expect(await edit(jobText('a.job', 'relative/program'))).toBe('agent_invalid');
    expect(await edit('<plist><dict>')).toBe('agent_invalid');
    expect(await edit(jobText('../x'))).toBe('agent_invalid');
    expect(await code(changes.create({ file, text }, by))).toBe('agent_exists');
    const copy = { file: machine.fileOf('copy'), text };
    expect(['agent_exists', 'agent_invalid']).toContain(await code(changes.create(copy, by)));
    const linked = machine.fileOf('linked');
    await symlink(file, linked);
    expect(await code(changes.setState({ file: linked, action: 'remove' }, by))).toBe('agent_read_only');
    const elsewhere = join(machine.home, 'a.job.plist');
    await link(file, elsewhere);
    expect(await code(changes.setState({ file: elsewhere, action: 'remove' }, by))).toBe('agent_read_only');
    const within = join(machine.agents, 'in', 'a.job.plist');
    await mkdir(join(machine.agents, 'in'));
    expect(await code(changes.create({ file: within, text }, by))).toBe('agent_read_only');
    expect(await code(changes.setState({ file: machine.fileOf('none'), action: 'disable' }, by))).toBe(
      'agent_unknown',
    );
    expect(await code(changes.rollback(99, by))).toBe('change_unknown');
    expect(() => changes.get(99)).toThrow(expect.objectContaining({ code: 'change_unknown' }) as Error);
    expect(await machine.picture('a.job')).toEqual(before);
    expect(changes.history({ limit: 9 }).changes).toEqual([]);
  });

  it('is a second change while the first is going', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const text = jobText('a.job');
    const file = await machine.put('a.job', text);
    const first = changes.setState({ file, action: 'disable' }, by);
    await expect(changes.setState({ file, action: 'enable' }, by)).rejects.toMatchObject({
      code: 'agent_busy',
    });
    expect((await first).state).toBe('done');
    expect((await changes.setState({ file, action: 'enable' }, by)).state).toBe('done');
  });

  it('forgives errors that were there before', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const old = jobText('a.job', '/no/such/program', { StartInterval: '<integer>3600</integer>' });
    const file = await machine.put('a.job', old);
    const text = jobText('a.job', '/no/such/program', { StartInterval: '<integer>7200</integer>' });
    const change = await changes.edit({ file, text, hash: hashOf(old) }, by);
    expect(change.state).toBe('done');
    expect(change.steps[0]!.note).toContain('1 error that was there before');
  });
});

describe('verification', () => {
  async function edited(program: string, keys: Record<string, string>, settings = {}, old?: string) {
    const machine = await openMachine(settings);
    const { changes } = machine.luka({ probePort: () => Promise.resolve(false) });
    const before = old ?? jobText('a.job');
    const file = await machine.put('a.job', before);
    const was = await machine.picture('a.job');
    const text = jobText('a.job', program, keys);
    return { machine, changes, file, was, edit: { file, text, hash: hashOf(before) } };
  }

  it.each([
    [
      'a job that fails',
      '/made-up/fails',
      { RunAtLoad: '<true/>' },
      'ended with 1: it failed; its log says why',
    ],
    [
      'a kept job that ends',
      '/made-up/once',
      { KeepAlive: '<true/>' },
      'is to be kept alive, and ended by itself',
    ],
    [
      'a port that does not answer',
      '/made-up/serve',
      {
        KeepAlive: '<true/>',
        Sockets: '<dict><key>L</key><dict><key>SockServiceName</key><string>8123</string></dict></dict>',
      },
      'nothing answers at port 8123',
    ],
  ])('undoes %s', async (_, program, keys, message) => {
    const { machine, changes, was, edit } = await edited(program, keys);
    await using _machine = machine;
    const change = await changes.edit(edit, by);
    expect(change).toMatchObject({
      state: 'rolled_back',
      message: expect.stringContaining(message) as string,
    });
    expect(change.message).toContain('everything is as it was before');
    expect(change.steps.map(({ state }) => state)).toContain('undone');
    expect(await machine.picture('a.job')).toEqual(was);
    expect(changes.get(change.id)).toEqual(change);
  });

  it('takes a job that runs once and succeeds, and one that waits', async () => {
    const { machine, changes, edit } = await edited('/made-up/once', { RunAtLoad: '<true/>' });
    await using _machine = machine;
    const change = await changes.edit(edit, by);
    expect(change.steps.at(-1)).toEqual({ step: 'verify', state: 'done', note: 'a.job ran and succeeded' });
    const text = jobText('a.job', '/made-up/fails', { StartInterval: '<integer>60</integer>' });
    const waits = await changes.edit({ file: edit.file, text, hash: hashOf(edit.text) }, by);
    expect(waits.steps.at(-1)?.note).toBe('a.job is loaded and waits for its trigger');
  });

  it('starts what launchd holds back', async () => {
    const { machine, changes, edit } = await edited(
      '/made-up/serve',
      { RunAtLoad: '<true/>' },
      { pended: { 'a.job': 'speculative' } },
    );
    await using _machine = machine;
    const change = await changes.edit(edit, by);
    expect(change.state).toBe('done');
    expect(change.steps.find(({ step }) => step === 'kickstart')?.note).toBe(
      'started a.job, which launchd held back',
    );
  });

  it('does not ask more of a job than what it did before', async () => {
    const old = jobText('a.job', '/made-up/fails', { RunAtLoad: '<true/>' });
    const machine = await openMachine();
    await using _machine = machine;
    const { changes } = machine.luka();
    const file = await machine.put('a.job', old);
    await new Promise<void>((resolve) => void machine.clock.after(1_000, resolve));
    const text = `${old}<!-- a word -->\n`;
    const change = await changes.edit({ file, text, hash: hashOf(old) }, by);
    expect(change.state).toBe('done');
    expect(change.steps.at(-1)?.note).toContain('as it did before');
  });

  it('waits for one that takes its time to go, and gives up on one that does not', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const old = jobText('a.job', '/made-up/deaf', {
      KeepAlive: '<true/>',
      ExitTimeOut: '<integer>30</integer>',
    });
    const file = await machine.put('a.job', old);
    expect((await changes.edit({ file, text: jobText('a.job'), hash: hashOf(old) }, by)).state).toBe('done');
    const text = jobText('a.job', '/made-up/slow');
    const { hash } = { hash: hashOf(jobText('a.job')) };
    machine.meddle(async (args, _call, go) => (args[0] === 'bootout' ? { code: 0, out: '', err: '' } : go()));
    const stays = await changes.edit({ file, text, hash }, by);
    expect(stays).toMatchObject({ state: 'rolled_back' });
    expect(stays.message).toContain('a.job was still there 20 s after its bootout');
  });

  it('asks a real port', async () => {
    await using machine = await openMachine();
    const { changes } = machine.luka();
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const file = machine.fileOf('a.job');
    const good = await changes.create({ file, text: jobText('a.job') }, { ...by, expect: { port } });
    expect(good.steps.at(-1)?.note).toContain(`port ${port} answers`);
    await new Promise((resolve) => server.close(resolve));
    const text = jobText('a.job', '/made-up/slow');
    const bad = await changes.edit(
      { file, text, hash: hashOf(jobText('a.job')) },
      { ...by, expect: { port } },
    );
    expect(bad).toMatchObject({ state: 'rolled_back' });
    await rm(file);
    await writeFile(file, text);
  });
});
