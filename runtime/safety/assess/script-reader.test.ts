import { execFileSync } from 'node:child_process';
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { readScript } from './script-reader.ts';

it('reads regular files of at most 1 MiB, and waits for nothing else', async () => {
  await using folder = await temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  await writeFile(at('a.sh'), 'echo ภาษา\n');
  expect(await readScript(at('a.sh'))).toEqual({
    text: 'echo ภาษา\n',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    real: await realpath(at('a.sh')),
  });
  await symlink('a.sh', at('link'));
  expect((await readScript(at('link')))?.real).toBe(await realpath(at('a.sh')));
  await writeFile(at('large'), Buffer.alloc(1_048_577));
  await mkdir(at('folder'));
  execFileSync('mkfifo', [at('pipe')]);
  for (const name of ['large', 'folder', 'pipe', 'missing', '/dev/zero'])
    expect(await readScript(name.startsWith('/') ? name : at(name))).toBeUndefined();
});
