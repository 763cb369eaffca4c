import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing.ts';
import { createReportsKnowledge } from './reports-knowledge.ts';

const signal = new AbortController().signal;

it('finds a text in the reports, case and composition aside, also where pieces meet', async () => {
  await using folder = await temporaryFolder();
  const knowledge = createReportsKnowledge(folder.path);
  const contains = (text: string) => knowledge.contains(text, signal);
  expect(await contains('anything')).toBe(false);
  await mkdir(join(folder.path, '2026/11'), { recursive: true });
  await writeFile(
    join(folder.path, '2026/11/day.md'),
    '# Tag\nDer Ärger mit cafe\u0301 ist vorbei. ภาษาไทย\n',
  );
  await writeFile(join(folder.path, 'long.txt'), `${'x'.repeat(65_530)}the needle${'y'.repeat(10)}`);
  await writeFile(join(folder.path, 'other.json'), 'not a report');
  expect(await contains('ärger MIT CAFÉ')).toBe(true);
  expect(await contains('ภาษา')).toBe(true);
  expect(await contains('THE NEEDLE')).toBe(true);
  expect(await contains('not a report')).toBe(false);
  expect(await contains('the needles')).toBe(false);
});

it('follows no link, and stops when it is told to', async () => {
  await using folder = await temporaryFolder();
  await using outside = await temporaryFolder();
  await writeFile(join(outside.path, 'secret.md'), 'outside');
  await symlink(outside.path, join(folder.path, 'folder'));
  await symlink(join(outside.path, 'secret.md'), join(folder.path, 'link.md'));
  const knowledge = createReportsKnowledge(folder.path);
  expect(await knowledge.contains('outside', signal)).toBe(false);
  await expect(knowledge.contains('x', AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  expect(await createReportsKnowledge(join(folder.path, 'nowhere')).contains('x', signal)).toBe(false);
});
