import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { cachedFacts, withFolders } from './facts.ts';
import { createMachineFacts } from './machine-facts.ts';
import { testFacts } from './testing.ts';

it('the machine: files, programs, folders, links, what is not there, and a pipe that nobody writes into', async () => {
  await using folder = await temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  await mkdir(at('folder'));
  await writeFile(at('plain'), 'abc');
  await writeFile(at('program'), '#!/bin/sh\n');
  await chmod(at('plain'), 0o640);
  await chmod(at('program'), 0o755);
  await symlink('plain', at('link'));
  await symlink('nowhere', at('lost'));
  execFileSync('mkfifo', [at('pipe')]);
  const facts = createMachineFacts(folder.path);
  const looks = ['folder', 'plain', 'program', 'link', 'lost', 'none', 'plain/x'].map((name) =>
    facts.look(at(name)),
  );
  expect(await Promise.all(looks)).toEqual([
    'folder',
    'file',
    'executable',
    'file',
    'missing',
    'missing',
    'missing',
  ]);
  expect(await facts.head(at('program'))).toBe('#!/bin/sh\n');
  for (const none of ['pipe', 'folder', 'lost']) expect(await facts.head(at(none))).toBe('');
  expect(await facts.owner?.(at('link'))).toEqual({ uid: process.getuid?.(), mode: 0o640, link: true });
  expect(await facts.owner?.(at('plain'))).toMatchObject({ link: false });
  expect(await facts.owner?.(at('lost'))).toBeUndefined();
  expect(await facts.canWrite?.(at('plain'))).toBe(true);
  expect(await facts.canWrite?.(at('none'))).toBeUndefined();
});

it('asks once of each path, and keeps what is known besides', async () => {
  const asked: string[] = [];
  const facts = cachedFacts({
    ...testFacts,
    look: async (path) => {
      asked.push(path);
      return testFacts.look(path);
    },
  });
  expect(await Promise.all([facts.look('/opt'), facts.look('/opt'), facts.look('/none')])).toEqual([
    'folder',
    'folder',
    'missing',
  ]);
  expect(await facts.look('/opt')).toBe('folder');
  expect(asked).toEqual(['/opt', '/none']);
  expect(await facts.isHeadless?.()).toBe(true);
  expect(facts.asleep?.(4)).toBe(true);
});

it('folders that will be made, and those around them, are taken to be there', async () => {
  const facts = withFolders(testFacts, ['/a/b/c']);
  const looks = ['/a', '/a/b', '/a/b/c', '/a/b/cd', '/a/b/c/d', '/bin/sh'].map((path) => facts.look(path));
  expect(await Promise.all(looks)).toEqual([
    'folder',
    'folder',
    'folder',
    'missing',
    'missing',
    'executable',
  ]);
});
