/** Luka killed in the middle of a change, with real processes all around: the next one deals with it. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { installLaunchd } from '../standin/install.ts';
import { plistOf, xmlArray, xmlString } from '../standin/testing.ts';
import { createLaunchctl } from '../launchctl/system-launchctl.ts';
import { openChanges } from './fixtures/edit-once.ts';

const program = fileURLToPath(new URL('fixtures/edit-once.ts', import.meta.url));

function job(seconds: string): string {
  return plistOf({
    Label: xmlString('a.job'),
    ProgramArguments: xmlArray('/bin/sleep', seconds),
    KeepAlive: '<true/>',
  });
}

it.each([
  { step: 'bootout', verb: 'bootout', end: 'rolled_back' },
  { step: 'bootstrap', verb: 'bootstrap', end: 'rolled_back' },
  { step: 'verify', verb: undefined, end: 'done' },
])('killed during $step', { timeout: 120_000 }, async ({ step, verb, end }) => {
  await using folder = await temporaryFolder();
  const standin = join(folder.path, 'launchd');
  const agents = join(folder.path, 'LaunchAgents');
  await Promise.all([mkdir(standin), mkdir(agents)]);
  await using launchd = await installLaunchd(standin);
  const env = { ...process.env, ...launchd.env };
  const file = join(agents, 'a.job.plist');
  await writeFile(file, job('100'), { mode: 0o644 });
  const launchctl = createLaunchctl({ platform: process.platform, env, uid: launchd.uid });
  expect((await launchctl.run(['bootstrap', `gui/${launchd.uid}`, file])).code).toBe(0);
  if (verb !== undefined) await launchd.delay(verb, 4_000, 1);

  const database = join(folder.path, 'luka.db');
  const snapshots = join(folder.path, 'snapshots');
  const { changes, store, durability } = openChanges(database, file, snapshots, env);
  const child = spawn(process.execPath, [program, database, file, job('200'), snapshots], {
    env,
    stdio: 'inherit',
  });
  const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  const begun = () => store.get<{ begun: string | null }>('select begun from agent_changes')?.begun;
  while (begun() !== step && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');

  await expect(
    changes.setState({ file, action: 'disable' }, { actor: { name: 'me', role: 'person' } }),
  ).rejects.toMatchObject({
    code: 'agent_busy',
  });
  const [change] = await changes.recover();
  expect(change).toMatchObject({ state: end, action: 'edit' });
  const seconds = end === 'done' ? '200' : '100';
  expect(await readFile(file, 'utf8')).toBe(job(seconds));
  const [service, ...others] = await launchd.services();
  expect(others).toEqual([]);
  expect(service?.job.args).toEqual(['/bin/sleep', seconds]);
  expect(() => process.kill(service!.pid!, 0)).not.toThrow();
  expect(await changes.recover()).toEqual([]);
  await durability.close();
  store.close();
});
