/** Plists that somebody made to do harm: each is refused, or does nothing, and has a code. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { plistFileKind } from '../plist/read-plist-file.ts';
import { readPlist } from '../plist/read-plist.ts';
import { plain } from '../plist/testing.ts';
import { lintFolders } from './lint-folders.ts';
import { fixPlist, lintPlist } from './lint-plist.ts';
import { createMachineFacts } from './machine-facts.ts';
import { testFacts } from './testing.ts';

const plist = (inner: string, doctype = '') =>
  Buffer.from(`<?xml version="1.0"?>\n${doctype}<plist version="1.0"><dict>${inner}</dict></plist>\n`);
const GOOD = `<key>Label</key><string>com.me.job</string><key>ProcessType</key><string>Background</string>
  <key>ProgramArguments</key><array><string>/bin/sh</string></array>`;
const FILE = '/Users/me/Library/LaunchAgents/com.me.job.plist';
const codesOf = async (bytes: Uint8Array) =>
  (await lintPlist(bytes, FILE, testFacts)).map(({ code }) => code);

it('entities of its own are refused, and never grow', async () => {
  const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join(
    '',
  );
  const bomb = plist(
    `${GOOD}<key>Nice</key><string>&l9;</string>`,
    `<!DOCTYPE p [<!ENTITY l0 "ha">${laughs}]>`,
  );
  const before = process.memoryUsage().heapUsed;
  expect(await codesOf(bomb)).toContain('plist_unreadable');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
  const outside = plist(
    `${GOOD}<key>Nice</key><string>&f;</string>`,
    '<!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
  );
  expect(await codesOf(outside)).toContain('plist_unreadable');
  expect((await fixPlist(bomb, FILE, testFacts)).done).toEqual([]);
});

it('a label that is a path is no label, and no fix makes one of it', async () => {
  for (const label of ['../x', '/etc/x', 'a/b', '..', 'x\u0000y'.replace('\u0000', '&#10;')]) {
    const bytes = plist(GOOD.replace('com.me.job', label));
    expect(await codesOf(bytes)).toContain('label_bad');
  }
});

it('XML in an argument stays an argument', async () => {
  const inner = '&lt;/string&gt;&lt;/array&gt;&lt;key&gt;UserName&lt;/key&gt;&lt;string&gt;root $HOME';
  const { text, done } = await fixPlist(
    plist(GOOD.replace('/bin/sh', `/bin/echo</string><string>${inner}`)),
    FILE,
    testFacts,
  );
  expect(done).toHaveLength(1);
  const job = plain(readPlist(Buffer.from(text)).root!) as Record<string, unknown>;
  expect(Object.keys(job)).toEqual(['Label', 'ProcessType', 'ProgramArguments']);
  expect(job['ProgramArguments']).toEqual([
    '/bin/echo',
    '</string></array><key>UserName</key><string>root /Users/me',
  ]);
});

it('of files: 50 MB, a link, a link to nowhere, a pipe, a folder, a mode that lets others write', async () => {
  await using folder = await temporaryFolder();
  const agents = join(folder.path, 'Library', 'LaunchAgents');
  await mkdir(join(agents, 'folder.plist'), { recursive: true });
  const named = (name: string) => plist(GOOD.replace('com.me.job', name));
  await writeFile(join(folder.path, 'elsewhere.plist'), named('link'), { mode: 0o644 });
  await writeFile(join(agents, 'good.plist'), named('good').toString().replace('/bin/sh', '/bin/ls'));
  await chmod(join(agents, 'good.plist'), 0o644);
  await writeFile(join(agents, 'open.plist'), named('open').toString().replace('/bin/sh', '/bin/cat'));
  await chmod(join(agents, 'open.plist'), 0o664);
  await writeFile(join(agents, 'large.plist'), GOOD);
  await truncate(join(agents, 'large.plist'), 50_000_000);
  await symlink('../../elsewhere.plist', join(agents, 'link.plist'));
  await symlink('nowhere', join(agents, 'lost.plist'));
  execFileSync('mkfifo', [join(agents, 'pipe.plist')]);
  await chmod(join(agents, 'large.plist'), 0o644);

  const linted = await lintFolders([agents], createMachineFacts(folder.path));
  const codes = Object.fromEntries(
    linted.map(({ file, findings }) => [file.slice(agents.length + 1), findings.map(({ code }) => code)]),
  );
  expect(codes).toEqual({
    'folder.plist': ['plist_unread'],
    'good.plist': [],
    'large.plist': ['plist_unreadable'],
    'link.plist': ['plist_link'],
    'lost.plist': ['plist_unread'],
    'open.plist': ['plist_mode'],
    'pipe.plist': ['plist_unread'],
  });
  const kinds = ['folder', 'good', 'link', 'lost', 'pipe', 'none'].map((name) =>
    plistFileKind(join(agents, `${name}.plist`)),
  );
  expect(await Promise.all(kinds)).toEqual(['folder', 'file', 'link', 'link', 'other', 'missing']);
});

it('owner: agents of a person are theirs, those of all people and of the system root’s', async () => {
  const owned = (uid: number, mode = 0o644) => ({
    ...testFacts,
    owner: async (path: string) => ({ uid: path === '/Users/me' ? 501 : uid, mode, link: false }),
  });
  const codes = async (file: string, facts: ReturnType<typeof owned>) =>
    (await lintPlist(plist(GOOD), file, facts)).map(({ code }) => code);
  expect(await codes(FILE, owned(501))).toEqual([]);
  expect(await codes(FILE, owned(0))).toEqual(['plist_owner']);
  expect(await codes(FILE, owned(501, 0o646))).toEqual(['plist_mode']);
  for (const folder of ['LaunchAgents', 'LaunchDaemons']) {
    expect(await codes(`/Library/${folder}/com.me.job.plist`, owned(0))).toEqual([]);
    expect(await codes(`/Library/${folder}/com.me.job.plist`, owned(501))).toEqual(['plist_owner']);
  }
  // What lies in another folder is not loaded.
  expect(await codes('/Users/me/backup/com.me.job.plist', owned(7, 0o666))).toEqual([]);
  expect(await codes(`${FILE}.sample`, owned(7, 0o666))).toEqual([]);
});
