/** Agents through the real port: what a client may see and do, over a launchd that starts real processes. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient } from '#shared/http/client.ts';
import { installLaunchd, type InstalledLaunchd } from '../launchd/standin/install.ts';
import { plistOf, xmlArray, xmlString } from '../launchd/standin/testing.ts';
import { startLuka } from './testing.ts';

const LABEL = 'com.me.report';
const SECRET = 'hunter2-very-secret';
vi.setConfig({ testTimeout: 120_000 });
let luka: Awaited<ReturnType<typeof startLuka>>;
let launchd: InstalledLaunchd;
let person: string;
let file: string;

beforeAll(async () => {
  person = await mkdtemp(join(tmpdir(), 'luka-agents-'));
  const folder = join(person, 'Library', 'LaunchAgents');
  await mkdir(folder, { recursive: true });
  await mkdir(join(person, 'ld'));
  file = join(folder, `${LABEL}.plist`);
  await writeFile(
    file,
    plistOf({
      Label: xmlString(LABEL),
      ProgramArguments: xmlArray('/bin/sh', '-c', 'echo written'),
      RunAtLoad: '<true/>',
      StandardOutPath: xmlString(join(person, 'out.log')),
      EnvironmentVariables: `<dict><key>API_TOKEN</key><string>${SECRET}</string></dict>`,
      ProcessType: xmlString('Background'),
    }),
    { mode: 0o644 },
  );
  launchd = await installLaunchd(join(person, 'ld'), { secondMs: 50 });
  luka = await startLuka({ env: { ...process.env, HOME: person, ...launchd.env } }, async () => {});
});
afterAll(async () => {
  await luka[Symbol.asyncDispose]();
  await launchd.stop();
  await rm(person, { recursive: true, force: true, maxRetries: 3 });
});

const agent = { agent: LABEL };

describe('agents', () => {
  it('are seen, and their secrets are not, whoever asks and for what', async () => {
    const seen = await luka.client.getAgent({ params: agent });
    expect(seen).toMatchObject({ state: 'not_loaded', editable: true });
    const loaded = await luka.client.changeAgent({
      params: agent,
      body: { action: 'enable', hash: seen.hash },
    });
    expect(loaded).toMatchObject({ state: 'done' });
    expect(await luka.client.getAgent({ params: agent })).toMatchObject({
      state: 'idle',
      lastExit: { code: 0 },
      registry: expect.stringContaining('API_TOKEN => ••••••'),
    });
    const told = await Promise.all([
      luka.client.getAgent({ params: agent }),
      luka.client.listAgents({ query: {} }),
      luka.client.agentDoctor(),
      luka.client.agentHistory({ query: {} }),
      luka.client.lintPlist({ body: { text: await readFile(file, 'utf8'), file } }),
      luka.client.listAudit({ query: {} }),
    ]);
    expect(JSON.stringify(told)).not.toContain(SECRET);
    expect((await luka.client.agentLog({ params: agent, query: {} })).text).toBe('written\n');
  });

  it('keep a secret that was not seen through an edit, and are brought back by a rollback', async () => {
    const before = await readFile(file, 'utf8');
    const { text, hash } = await luka.client.getAgent({ params: agent });
    expect(text).not.toContain(SECRET);
    const edit = { text: text.replace('echo written', 'echo again'), hash };
    const planned = await luka.client.editAgent({ params: agent, body: { ...edit, dryRun: true } });
    expect(planned).toMatchObject({ state: 'planned' });
    expect(await readFile(file, 'utf8')).toBe(before);
    const done = await luka.client.editAgent({ params: agent, body: edit });
    expect(done).toMatchObject({ state: 'done' });
    expect(JSON.stringify(done)).not.toContain(SECRET);
    expect(await readFile(file, 'utf8')).toBe(before.replace('echo written', 'echo again'));
    await expect(luka.client.editAgent({ params: agent, body: edit })).rejects.toMatchObject({
      code: 'agent_changed',
    });
    await luka.client.rollbackAgent({ params: { change: done.id }, body: {} });
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('are not changed by a client that may only look', async () => {
    const { token } = await luka.client.createClient({ body: { name: 'looker', role: 'codex' } });
    const looker = createClient({
      baseUrl: luka.apiUrl,
      fetch: (url, init) => fetch(url, init),
      token: () => token,
      validate: true,
    });
    expect((await looker.listAgents({ query: {} })).agents).toHaveLength(1);
    await expect(looker.changeAgent({ params: agent, body: { action: 'remove' } })).rejects.toMatchObject({
      code: 'scope_missing',
    });
  });

  it('are unknown, or have no log, with a code', async () => {
    await expect(luka.client.getAgent({ params: { agent: '../x' } })).rejects.toMatchObject({
      code: 'agent_unknown',
    });
    await expect(luka.client.agentLog({ params: agent, query: { stream: 'err' } })).rejects.toMatchObject({
      code: 'agent_log_missing',
    });
  });
});
