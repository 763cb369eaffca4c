import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { AgentDraft } from '#shared/http/agents.ts';
import { createMachineFacts } from '../launchd/lint/machine-facts.ts';
import { temporaryFolder } from '../testing.ts';
import { draftUnits } from './draft-units.ts';
import { unitFacts } from './unit-file.ts';

const base = { label: 'me.job', argv: ['/bin/sh', '-c', 'echo "50%" $HOME'] };
const WHEN: readonly AgentDraft['when'][] = [
  { kind: 'every', seconds: 90 },
  { kind: 'daily', hour: 7, minute: 5 },
  { kind: 'daily', hour: 23, minute: 0, weekdays: [0, 6] },
  { kind: 'login' },
  { kind: 'keep-alive' },
  { kind: 'watch', paths: ['~/in box'] },
];
const hasAnalyzer = spawnSync('systemd-analyze', ['--version']).status === 0;

it.each(WHEN)('%j: the program gets what was meant', async (when) => {
  await using home = await temporaryFolder();
  const { files, start } = await draftUnits({ ...base, when }, createMachineFacts(home.path));
  expect(unitFacts(files[0]!.text, 'service').command).toEqual(base.argv);
  expect(files.map(({ file }) => file)).toContain(join(home.path, '.config', 'systemd', 'user', start));
});

it.runIf(hasAnalyzer).each(WHEN)('%j: systemd finds nothing wrong with it', async (when) => {
  await using home = await temporaryFolder();
  const { files } = await draftUnits({ ...base, env: { A: 'x y' }, when }, createMachineFacts(home.path));
  for (const { file, text } of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  // Of the units themselves: `--man=no` asks nothing of the machine.
  const { stderr } = spawnSync(
    'systemd-analyze',
    ['--user', 'verify', '--man=no', ...files.map(({ file }) => file)],
    { encoding: 'utf8', env: { ...process.env, SYSTEMD_UNIT_PATH: `${dirname(files[0]!.file)}:` } },
  );
  expect(stderr.split('\n').filter((line) => line.includes('me.job'))).toEqual([]);
});
