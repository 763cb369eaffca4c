import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import type { Work } from '../work.ts';
import { assessApart } from './assess-apart.ts';
import { assessWork } from './assess-work.ts';
import { readScript } from './script-reader.ts';

function workOf(script: string, cwd = '/work'): Work {
  return {
    steps: [
      {
        action: { kind: 'shell', script, shell: '/bin/bash' },
        name: 'a step',
        cwd: { text: cwd, known: true },
        env: {},
      },
    ],
    checks: [],
    asker: 'agent',
    risk: undefined,
    personHome: '/home/me',
    lukaHome: '/home/me/luka',
    writable: ['/work'],
    history: { succeeded: 0, changedSinceApproval: false, failuresInRow: 0 },
  };
}

it('says the same, whichever thread looks', async () => {
  for (const script of [
    `echo hi\n${'# and more of it\n'.repeat(1_000)}rm -rf /`,
    `${'echo plain words\n'.repeat(300)}`,
  ]) {
    const work = workOf(script);
    expect(await assessApart(work, readScript)).toEqual(await assessWork(work, readScript));
  }
});

it('looks into long scripts on a thread, and names them with their hashes', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'long.sh');
  await writeFile(file, `${'# a line of words\n'.repeat(2_000)}shutdown -h now\n`);
  const { reasons, files } = await assessApart(workOf('bash ./long.sh', folder.path), readScript);
  expect(reasons.some(({ effect }) => effect === 'deny')).toBe(true);
  expect(files).toEqual([{ path: file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
});

it('never runs what cannot be looked through in time', async () => {
  const { reasons } = await assessApart(workOf('echo x\n'.repeat(5_000)), readScript, {}, 0);
  expect(reasons).toEqual([expect.objectContaining({ rule: 'unparsed', effect: 'deny' })]);
});

it('holds nothing up while it looks at something hard', async () => {
  const hard =
    `${'for a in {1..30}; do '.repeat(20)}echo "$(echo $(echo {a..z}))"${'; done'.repeat(20)}\n`.repeat(200);
  let longest = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const started = performance.now();
  await assessApart(workOf(hard), readScript);
  clearInterval(beat);
  // A share of the whole, not a time: the machine may be busy.
  expect(longest).toBeLessThan(Math.max(100, (performance.now() - started) / 2));
});
