import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { createLaunchctl, hasLaunchctl } from './system-launchctl.ts';

async function programSaying(folder: string, script: string): Promise<string> {
  const path = join(folder, 'launchctl');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o700);
  return path;
}

function launchctlOf(path: string | undefined, patienceMs?: number) {
  return createLaunchctl({
    platform: 'linux',
    env: { ...process.env, LUKA_LAUNCHCTL: path },
    uid: 501,
    patienceMs,
  });
}

it('says what the program says, whatever it ends with', async () => {
  await using folder = await temporaryFolder();
  const path = await programSaying(folder.path, 'echo "$LC_ALL:$1:$2"; echo no >&2; exit 113');
  expect(await launchctlOf(path).run(['print', 'gui/501/a b'])).toEqual({
    code: 113,
    out: 'C:print:gui/501/a b\n',
    err: 'no\n',
  });
});

it('says that there is no launchd, where there is none', async () => {
  for (const path of [undefined, 'launchctl', '/no/such/launchctl'])
    await expect(launchctlOf(path).run(['list'])).rejects.toMatchObject({ code: 'launchd_absent' });
  expect(hasLaunchctl({ platform: 'linux', env: {} })).toBe(false);
  expect(hasLaunchctl({ platform: 'darwin', env: {} })).toBe(true);
});

it('does not wait for ever, nor for what it left behind', async () => {
  await using folder = await temporaryFolder();
  const path = await programSaying(folder.path, 'sleep 3 & sleep 3');
  await expect(launchctlOf(path, 200).run(['bootout', 'x'])).rejects.toMatchObject({
    code: 'launchctl_silent',
    message: '"launchctl bootout x" did not answer within 0.2 s',
  });
});

it('keeps the beginning of what has no end', async () => {
  await using folder = await temporaryFolder();
  const path = await programSaying(folder.path, 'head -c 9000000 /dev/zero');
  expect((await launchctlOf(path).run(['print', 'system'])).out.length).toBe(4_000_000);
});
