/** Where systemd is in launchd's place: its units as agents, through the real port. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { installSystemd, type InstalledSystemd } from '../systemd/stand-ins/install.ts';
import { createSystemctl } from '../systemd/systemctl.ts';
import { startLuka } from './testing.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
let luka: Awaited<ReturnType<typeof startLuka>>;
let systemd: InstalledSystemd;
let person: string;

const unit = (run: string, more = ''): string =>
  `[Unit]\nDescription=Mine\n[Service]\nExecStart=${run}\n${more}[Install]\nWantedBy=default.target\n`;

beforeAll(async () => {
  person = await mkdtemp(join(tmpdir(), 'luka-units-'));
  const units = join(person, '.config', 'systemd', 'user');
  await mkdir(units, { recursive: true });
  await writeFile(
    join(units, 'notes.service'),
    unit('/bin/sleep 60', 'Restart=always\nEnvironment=API_TOKEN=hunter2-secret\n'),
  );
  await writeFile(join(units, 'gone.service'), unit('/no/where --x'));
  await writeFile(join(units, 'ends.service'), unit('/bin/false'));
  await writeFile(join(units, 'daily.timer'), '[Timer]\nOnCalendar=daily\n');
  systemd = await installSystemd(person, units);
  const journal = join(person, 'journalctl');
  await writeFile(
    journal,
    '#!/bin/sh\ncase "$*" in *notes.service*) echo "one two three: $*";; *) echo "no journal" >&2; exit 1;; esac\n',
  );
  await chmod(journal, 0o700);
  const env = { ...process.env, HOME: person, ...systemd.env, LUKA_JOURNALCTL: journal };
  delete (env as NodeJS.ProcessEnv)['LUKA_LAUNCHCTL'];
  await createSystemctl(env).run(['daemon-reload']);
  luka = await startLuka({ env }, async () => {});
});
afterAll(async () => {
  await luka[Symbol.asyncDispose]();
  await systemd[Symbol.asyncDispose]();
  await rm(person, { recursive: true, force: true, maxRetries: 3 });
});

describe.runIf(process.platform === 'linux')('units of systemd', () => {
  const agent = (name: string) => ({ params: { agent: name } });

  it('are listed with their states, as agents are', async () => {
    const { launchd, agents } = await luka.client.listAgents({ query: {} });
    expect(launchd).toMatchObject({ present: false, systemd: true, reason: expect.any(String) });
    expect(agents.map(({ label, state, scope, schedule }) => [label, state, scope, schedule])).toEqual([
      ['daily.timer', 'disabled', 'unit', ['daily']],
      ['ends.service', 'disabled', 'unit', ['at login']],
      ['gone.service', 'ghost', 'unit', ['at login']],
      ['notes.service', 'disabled', 'unit', ['kept alive']],
    ]);
    const ghosts = await luka.client.listAgents({ query: { state: 'ghost' } });
    expect(ghosts.agents.map(({ label }) => label)).toEqual(['gone.service']);
  });

  it('are enabled and disabled, shown before, verified after, and told in the audit', async () => {
    const enable = { ...agent('notes.service'), body: { action: 'enable' } } as const;
    const plan = await luka.client.changeAgent({ ...enable, body: { action: 'enable', dryRun: true } });
    expect(plan).toMatchObject({ state: 'planned', diff: '' });
    expect(await systemd.enabled()).toEqual([]);
    expect(await luka.client.changeAgent(enable)).toMatchObject({ state: 'done', action: 'enable' });
    expect(await luka.client.getAgent(agent('notes.service'))).toMatchObject({
      state: 'running',
      pid: expect.any(Number),
      format: 'unit',
      text: expect.stringContaining('ExecStart=/bin/sleep 60'),
    });
    const told = [
      plan,
      await luka.client.getAgent(agent('notes.service')),
      await luka.client.agentDoctor({}),
    ];
    expect(JSON.stringify(told)).not.toContain('hunter2');
    expect(
      await luka.client.changeAgent({ ...agent('notes.service'), body: { action: 'disable' } }),
    ).toMatchObject({ state: 'done' });
    expect(await systemd.enabled()).toEqual([]);
    const { rows } = await luka.client.listAudit({ query: {} });
    expect(
      rows.filter(({ subject }) => subject === 'unit notes.service').map(({ decision }) => decision),
    ).toEqual(['disable', 'enable']);
  });

  it('what does not hold is taken back', async () => {
    const made = await luka.client.changeAgent({ ...agent('gone.service'), body: { action: 'enable' } });
    expect(made).toMatchObject({ state: 'rolled_back', message: expect.stringContaining('failing') });
    expect(made.steps.map(({ step, state }) => [step, state])).toEqual([
      ['enable', 'undone'],
      ['verify', 'failed'],
    ]);
    expect(await systemd.enabled()).toEqual([]);
  });

  it('the doctor names the sick ones with what mends them', async () => {
    const { diagnoses } = await luka.client.agentDoctor({});
    expect(diagnoses.map(({ agent: { label } }) => label)).toEqual(['gone.service']);
    expect(diagnoses[0]).toMatchObject({
      what: '/no/where is not there',
      breaks: 'systemd tries to start it (at login) and cannot',
      mend: expect.stringContaining('ExecStart'),
    });
  });

  it('their journal is their log', async () => {
    const tail = await luka.client.agentLog({ ...agent('notes.service'), query: { stream: 'out' } });
    expect(tail.text).toMatch(/^one two three: .*--unit=notes\.service/);
    await expect(
      luka.client.agentLog({ ...agent('ends.service'), query: { stream: 'out' } }),
    ).rejects.toMatchObject({ code: 'agent_log_missing' });
  });

  it('what is in their files is left alone', async () => {
    const { hash } = await luka.client.getAgent(agent('notes.service'));
    const calls = [
      () => luka.client.editAgent({ ...agent('notes.service'), body: { text: 'x', hash } }),
      () => luka.client.fixAgent({ ...agent('notes.service'), body: { hash } }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'agent_read_only' });
  });

  const draft = {
    label: 'me.report',
    argv: ['sh', '-c', 'echo 50% $HOME'],
    when: { kind: 'daily', hour: 3, minute: 30, weekdays: [1, 5] },
    env: { TO: 'a b' },
  } as const;

  it('new ones are shown, made, enabled, and removed with a copy kept', async () => {
    const shown = await luka.client.draftAgent({
      body: { ...draft, argv: [...draft.argv], when: { ...draft.when, weekdays: [1, 5] } },
    });
    expect(shown.text).toContain('OnCalendar=Mon,Fri *-*-* 03:30:00');
    const body = { draft: { ...draft, argv: [...draft.argv], when: { ...draft.when, weekdays: [1, 5] } } };
    const units = join(person, '.config', 'systemd', 'user');
    expect(await luka.client.createAgent({ body: { ...body, dryRun: true } })).toMatchObject({
      state: 'planned',
      after: shown.text,
    });
    await expect(readFile(join(units, 'me.report.timer'))).rejects.toThrow('ENOENT');
    const made = await luka.client.createAgent({ body });
    expect(made).toMatchObject({
      state: 'done',
      label: 'me.report.timer',
      diff: expect.stringContaining('+[Timer]'),
    });
    expect(await readFile(join(units, 'me.report.service'), 'utf8')).toContain(
      'ExecStart="/usr/bin/sh" "-c" "echo 50%% $$HOME"\n',
    );
    expect(await luka.client.getAgent(agent('me.report.timer'))).toMatchObject({
      state: 'idle',
      schedule: ['Mon,Fri *-*-* 03:30:00'],
    });
    await expect(luka.client.createAgent({ body })).rejects.toMatchObject({ code: 'agent_exists' });
    expect(await systemd.enabled()).toContain('me.report.timer');

    const removed = await luka.client.changeAgent({
      ...agent('me.report.timer'),
      body: { action: 'remove' },
    });
    expect(removed).toMatchObject({
      state: 'done',
      after: null,
      message: expect.stringContaining('kept as'),
    });
    const kept = removed.message!.replace('it is kept as ', '');
    expect(await readFile(kept, 'utf8')).toContain('OnCalendar=Mon,Fri');
    expect(await systemd.enabled()).not.toContain('me.report.timer');
    await expect(luka.client.getAgent(agent('me.report.timer'))).rejects.toMatchObject({
      code: 'agent_unknown',
    });
  });

  it('a new one that does not hold leaves nothing behind', async () => {
    await systemd.fail('enable');
    const made = await luka.client.createAgent({
      body: { draft: { label: 'me.bad', argv: ['/bin/true'], when: { kind: 'keep-alive' } } },
    });
    expect(made).toMatchObject({ state: 'rolled_back', message: expect.stringContaining('made to fail') });
    const { agents } = await luka.client.listAgents({ query: {} });
    expect(agents.map(({ label }) => label)).not.toContain('me.bad.service');
  });

  it('a name that is none and a program that is not there are refused', async () => {
    for (const wrong of [
      { label: 'a b', argv: ['/bin/true'], when: { kind: 'login' } },
      { label: 'me.x', argv: ['/no/where'], when: { kind: 'login' } },
      { label: 'me.x', argv: ['no-such-program-here'], when: { kind: 'login' } },
    ] as const)
      await expect(
        luka.client.createAgent({ body: { draft: { ...wrong, argv: [...wrong.argv] } } }),
      ).rejects.toMatchObject({ code: 'agent_invalid' });
  });
});
