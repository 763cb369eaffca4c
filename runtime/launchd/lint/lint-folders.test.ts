import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { lintFolders } from './lint-folders.ts';
import { testFacts } from './testing.ts';

const plist = (label: string, ...more: string[]) => `<plist version="1.0"><dict>
  <key>Label</key><string>${label}</string><key>ProcessType</key><string>Background</string>
  ${more.join('\n')}</dict></plist>`;
const args = (...texts: string[]) =>
  `<key>ProgramArguments</key><array>${texts.map((text) => `<string>${text}</string>`).join('')}</array>`;

async function lint(files: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
  await using folder = await temporaryFolder();
  await mkdir(folder.path, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);
  const linted = await lintFolders([folder.path], testFacts);
  return Object.fromEntries(
    linted.map(({ file, findings }) => [
      file.slice(folder.path.length + 1),
      findings.map(({ code, message }) => `${code} ${/\/(\w+\.plist)/.exec(message)?.[1] ?? ''}`.trim()),
    ]),
  );
}

it('names the other file of a label, and of a program with the same arguments', async () => {
  const echo = args('/bin/echo', 'a');
  expect(
    await lint({
      'a.plist': plist('a', echo),
      'b.plist': plist('b', echo),
      'c.plist': plist('c', args('/bin/echo', 'b')),
      'd.plist': plist('a', args('/bin/echo', 'd')),
      'e.plist': plist('e', echo, '<key>WorkingDirectory</key><string>/Users/me</string>'),
      'f.plist': plist('f', echo, '<key>Disabled</key><true/>'),
      'g.plist.sample': plist('g', echo),
      'h.txt': 'no plist',
    }),
  ).toEqual({
    'a.plist': [],
    'b.plist': ['program_twice a.plist'],
    'c.plist': [],
    'd.plist': ['label_duplicate a.plist', 'label_not_file_name'],
    'e.plist': [],
    'f.plist': [],
    'g.plist.sample': [],
  });
});

it('tells of two of one label only that: one of them is loaded', async () => {
  const both = plist('a', args('/bin/echo'));
  expect(await lint({ 'a.plist': both, 'b.plist': both })).toEqual({
    'a.plist': [],
    'b.plist': ['label_duplicate a.plist', 'label_not_file_name'],
  });
});

it('a path that is not there is told', async () => {
  await expect(lintFolders(['/nowhere/at/all'], testFacts)).rejects.toMatchObject({
    code: 'file_unreadable',
  });
});
