/** Modules that a program lays ready and a human deploys, over the real port. */
import { existsSync } from 'node:fs';
import { readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '#shared/http/client.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { send, startLuka } from './testing.ts';

let luka: Awaited<ReturnType<typeof startLuka>>;
let agent: Client;

beforeAll(async () => {
  luka = await startLuka();
  const { token } = await luka.client.createClient({ body: { name: 'builder', role: 'codex' } });
  agent = createClient({ baseUrl: luka.apiUrl, fetch: (url, init) => fetch(url, init), token: () => token });
});
afterAll(() => luka[Symbol.asyncDispose]());

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing',
    (error: unknown) => (error instanceof LukaError ? error.code : String(error)),
  );
const textOf = (word: string): string => `export const run_auto = async () => ({ said: '${word}' });\n`;

describe('a module that is laid ready', () => {
  it('is not run, runs nothing, and waits for the person', async () => {
    const trace = join(luka.home, 'trace');
    const text = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(trace)}, 'x');\nexport const run_auto = async () => ({});\n`;
    const staged = await agent.stageModule({ body: { module: 'tracer', text } });
    expect((await luka.client.listStaged()).staged).toEqual([staged]);
    expect(await failure(agent.deployModule({ body: { path: staged.path } }))).toBe('scope_missing');
    expect(await failure(luka.client.getTask({ params: { task: 'tracer' } }))).toBe('task_unknown');
    expect(existsSync(trace)).toBe(false);
    const { rows } = await luka.client.listAudit({ query: { action: 'module.staged' } });
    expect(rows[0]).toMatchObject({
      actor: { name: 'builder' },
      subject: 'module tracer',
      subjectHash: staged.hash,
    });
    await agent.dropStaged({ params: { module: 'tracer' } });
    expect((await luka.client.listStaged()).staged).toEqual([]);
    expect(await failure(agent.dropStaged({ params: { module: 'tracer' } }))).toBe('staged_unknown');
  });

  it('is deployed by the person exactly as it was looked at, and is ready no more', async () => {
    const looked = await agent.stageModule({ body: { module: 'greeter', text: textOf('one') } });
    const newer = await agent.stageModule({ body: { module: 'greeter', text: textOf('two') } });
    expect(newer.hash).not.toBe(looked.hash);
    const deploy = (hash: string) => luka.client.deployModule({ body: { path: newer.path, hash } });
    expect(await failure(deploy(looked.hash))).toBe('module_changed');
    expect(await deploy(newer.hash)).toMatchObject({ outcome: 'switched', release: { hash: newer.hash } });
    expect((await luka.client.listStaged()).staged).toEqual([]);
    await expect
      .poll(async () => (await luka.client.listTasks()).tasks.map(({ id }) => id), { timeout: 5_000 })
      .toContain('greeter');
  });

  it('that is faulty is refused with the place, and what was ready before stays', async () => {
    const good = await agent.stageModule({ body: { module: 'kept', text: textOf('good') } });
    for (const [text, code] of [
      ["const x = require('fs');\n", 'module_commonjs'],
      ['export const = 1;\n', 'module_broken'],
    ] as const)
      expect(await failure(agent.stageModule({ body: { module: 'kept', text } }))).toBe(code);
    expect((await luka.client.listStaged()).staged).toEqual([good]);
    const { findings } = await agent.lintModule({
      body: { text: '\nexport const = 1;\n', file: 'kept.mjs' },
    });
    expect(findings[0]).toMatchObject({ code: 'module_broken', file: 'kept.mjs', line: 2 });
  });

  it('is read by whoever may look, as text beside what its name runs now', async () => {
    const { token } = await luka.client.createClient({
      body: { name: 'looker', role: 'codex', scopes: ['context:read'] },
    });
    const looker = createClient({
      baseUrl: luka.apiUrl,
      fetch: (url, init) => fetch(url, init),
      token: () => token,
    });
    const first = await agent.stageModule({ body: { module: 'both', text: textOf('one') } });
    expect(await looker.readStaged({ params: { module: 'both' } })).toEqual({
      staged: { ...first, by: 'builder' },
      text: textOf('one'),
      findings: [],
    });
    await luka.client.deployModule({ body: { path: first.path, hash: first.hash } });
    expect(await failure(looker.readStaged({ params: { module: 'both' } }))).toBe('staged_unknown');
    await agent.stageModule({ body: { module: 'both', text: textOf('two') } });
    const { text, running } = await looker.readStaged({ params: { module: 'both' } });
    expect(text).toBe(textOf('two'));
    expect(running).toMatchObject({ text: textOf('one'), release: { number: 1, current: true } });
    expect(Date.now() - Date.parse(running?.release?.since ?? '')).toBeLessThan(60_000);
    const release = { params: { module: 'both', number: 1 } };
    expect(await looker.readRelease(release)).toEqual(running);
    expect(await failure(looker.readRelease({ params: { module: 'both', number: 2 } }))).toBe(
      'release_unknown',
    );
    for (const change of [
      looker.dropStaged({ params: { module: 'both' } }),
      looker.deployModule({ body: { path: first.path } }),
      agent.rollbackModule({ params: { module: 'both' }, body: {} }),
    ])
      expect(await failure(change)).toBe('scope_missing');
    await agent.dropStaged({ params: { module: 'both' } });
    expect((await luka.client.listAudit({ query: { action: 'module.dropped' } })).rows[0]).toMatchObject({
      actor: { name: 'builder' },
      subject: 'module both',
    });
  });

  it('is compared with what was put into the modules folder by hand', async () => {
    await writeFile(join(luka.home, 'modules', 'byhand.mjs'), textOf('mine'));
    await agent.stageModule({ body: { module: 'byhand', text: textOf('theirs') } });
    const { running } = await agent.readStaged({ params: { module: 'byhand' } });
    expect(running).toEqual({ text: textOf('mine') });
    await agent.dropStaged({ params: { module: 'byhand' } });
  });

  it('that was changed on the disk is nobody’s, and its faults are told', async () => {
    const { path } = await agent.stageModule({ body: { module: 'altered', text: textOf('one') } });
    await writeFile(path, "const x = require('fs');\n");
    const { staged, findings } = await luka.client.readStaged({ params: { module: 'altered' } });
    expect(staged).not.toHaveProperty('by');
    expect(findings).toMatchObject([{ code: 'module_commonjs', file: 'altered.mjs', line: 1 }]);
    expect((await luka.client.listStaged()).staged.find(({ module }) => module === 'altered')).toEqual(
      staged,
    );
    // Longer than is shown: it is there, and its text is not.
    await writeFile(path, `/* ${'x'.repeat(2_000_001)} */`);
    expect(await luka.client.readStaged({ params: { module: 'altered' } })).not.toHaveProperty('text');
    // A link would show whatever it leads to.
    await rm(path);
    await symlink(join(luka.home, 'token'), path);
    expect(await failure(luka.client.readStaged({ params: { module: 'altered' } }))).toBe('staged_unknown');
    expect((await luka.client.listStaged()).staged.map(({ module }) => module)).not.toContain('altered');
    await rm(path);
  });

  it('is told of by events, and waits on the overview', async () => {
    const { status } = await luka.client.getOverview();
    const staged = await agent.stageModule({ body: { module: 'told', text: textOf('one') } });
    const overview = await luka.client.getOverview();
    expect(overview.status.counts.stagedModules).toBe(status.counts.stagedModules + 1);
    expect(overview.staged).toContainEqual(staged);
    await agent.dropStaged({ params: { module: 'told' } });
    const again = await agent.stageModule({ body: { module: 'told', text: textOf('two') } });
    await luka.client.deployModule({ body: { path: again.path } });
    const after = await luka.client.getOverview();
    expect(after.status.counts.stagedModules).toBe(status.counts.stagedModules);
    expect(after.staged.map(({ module }) => module)).not.toContain('told');
    const types: string[] = [];
    const events = luka.client.streamEvents({ query: { after: status.eventSeq } });
    for await (const { data } of events) {
      const event = JSON.parse(data) as { type: string; data: { reason?: string; by?: string } };
      if (event.type.startsWith('module.'))
        types.push(`${event.type} ${event.data.reason ?? event.data.by ?? ''}`.trim());
      if (types.length === 5) break;
    }
    expect(types).toEqual([
      'module.staged builder',
      'module.unstaged dropped',
      'module.staged builder',
      'module.switched',
      'module.unstaged deployed',
    ]);
  });

  it('has a name that is none of a path', async () => {
    // What is counted of it meanwhile has files of its own.
    const names = async () =>
      (await readdir(luka.home)).filter((name) => !/^(telemetry|audit\.head\.)/.test(name));
    const before = await names();
    for (const module of ['../evil', 'a/b', '..', '.hidden', 'A', ''])
      expect([module, await failure(agent.stageModule({ body: { module, text: textOf('x') } }))]).toEqual([
        module,
        'request_invalid',
      ]);
    for (const module of ['..%2Ftoken', '..', '%2e%2e%2fluka', 'A%00'])
      for (const path of [`staged/${module}`, `modules/${module}/releases/1`]) {
        const { status, body } = await send(luka.apiUrl, {
          path: `/api/v1/deploy/${path}`,
          headers: { authorization: `Bearer ${luka.token}` },
        });
        expect([path, [400, 404].includes(status), body.includes(luka.token)]).toEqual([path, true, false]);
      }
    expect(await names()).toEqual(before);
  });

  it('is told from what else lies in the folder', async () => {
    const [one] = (await luka.client.listStaged()).staged;
    await writeFile(join(luka.home, 'staged', 'NOT A MODULE.mjs'), 'x');
    await writeFile(join(luka.home, 'staged', 'notes.txt'), 'x');
    expect((await luka.client.listStaged()).staged).toEqual([one]);
  });
});
