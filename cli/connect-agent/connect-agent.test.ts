import { chmod, lstat, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#runtime/testing.ts';
import { agentConfig, type ServerEntry } from './agent-kinds.ts';
import { writeConfig } from './connect-agent.ts';

const ENTRY: ServerEntry = { command: '/usr/bin/node', args: ['/luka.js', 'mcp'], env: {} };
const NOW = new Date('2026-11-29T12:00:00Z');

async function place() {
  const folder = await temporaryFolder();
  const dotfiles = join(folder.path, 'dotfiles');
  await mkdir(dotfiles);
  await mkdir(join(folder.path, '.cursor'));
  return {
    config: agentConfig('cursor', folder.path, {}),
    dotfiles,
    folder: join(folder.path, '.cursor'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

it('a configuration that is a link stays one: what it leads to is written, and kept beside that', async () => {
  await using it = await place();
  const real = join(it.dotfiles, 'mcp.json');
  await writeFile(real, '{"mcpServers": {}}');
  await chmod(real, 0o640);
  await symlink('mcp.json', join(it.dotfiles, 'linked.json'));
  await symlink('../dotfiles/linked.json', it.config.file);
  const { changed, backup = '' } = await writeConfig(it.config, ENTRY, NOW);
  expect(changed).toBe(true);
  expect(await readlink(it.config.file)).toBe('../dotfiles/linked.json');
  expect((await lstat(real)).isFile()).toBe(true);
  expect((await stat(real)).mode & 0o777).toBe(0o640);
  expect(JSON.parse(await readFile(real, 'utf8'))).toMatchObject({ mcpServers: { luka: ENTRY } });
  expect(await readFile(backup, 'utf8')).toBe('{"mcpServers": {}}');
  expect((await readdir(it.dotfiles)).toSorted()).toEqual([
    'linked.json',
    'mcp.json',
    'mcp.json.20261129T120000Z.bak',
  ]);
  expect(await readdir(it.folder)).toEqual(['mcp.json']);
  expect(await writeConfig(it.config, ENTRY, NOW)).toEqual({ changed: false });
});

it('one that leads to a file that is not there yet makes that file', async () => {
  await using it = await place();
  await symlink(join(it.dotfiles, 'cursor', 'mcp.json'), it.config.file);
  expect(await writeConfig(it.config, ENTRY, NOW)).toEqual({ changed: true });
  expect((await lstat(it.config.file)).isSymbolicLink()).toBe(true);
  expect(await readFile(join(it.dotfiles, 'cursor', 'mcp.json'), 'utf8')).toContain('luka');
});

it('one that leads round in a circle is an error, and stays', async () => {
  await using it = await place();
  await symlink('mcp.json', it.config.file);
  await expect(writeConfig(it.config, ENTRY, NOW)).rejects.toMatchObject({ code: 'ELOOP' });
  expect(await readlink(it.config.file)).toBe('mcp.json');
});

it('a plain one is written where it is, with its copy beside it', async () => {
  await using it = await place();
  await writeFile(it.config.file, '{}');
  const { backup } = await writeConfig(it.config, ENTRY, NOW);
  expect((await readdir(it.folder)).map((name) => join(it.folder, name)).toSorted()).toEqual([
    it.config.file,
    backup,
  ]);
});
