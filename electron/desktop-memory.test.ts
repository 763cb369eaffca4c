import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDesktopMemory, type CreateStore } from './desktop-memory.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'luka-memory-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As electron-store makes it: conf, with the version of the app. */
const create: CreateStore = ({ name, ...options }) =>
  new Conf({ ...options, configName: name, projectVersion: '0.1.0' });
const open = () => openDesktopMemory(folder, create, () => new Date(0));
const file = (name: string) => join(folder, name);

it('starts with nothing, and keeps what it is told', async () => {
  const { memory, findings } = await open();
  expect(findings).toEqual([]);
  expect(memory.get('login')).toBeUndefined();
  memory.set('login', { asked: true });
  memory.set('window', { place: { x: 1 } });
  const again = (await open()).memory;
  expect(again.get('login')).toEqual({ asked: true });
  expect(again.get('window')).toEqual({ place: { x: 1 } });
});

it('takes over what an older version kept under another name and shape', async () => {
  const place = { x: 40, y: 40, width: 900, height: 640 };
  await writeFile(file('window.json'), JSON.stringify({ place }));
  const { memory, findings } = await open();
  expect(memory.get('window')).toEqual({ place });
  expect(findings).toEqual([]);
  expect(await readdir(folder)).toEqual(['desktop.json']);
});

it.each([
  ['{"window": ', 'half of a file'],
  ['', 'an empty file'],
  ['[]', 'no object'],
  ['{"login":{"asked":"yes"}}', 'another shape'],
])('sets aside what it cannot read, says so and starts anew: %j', async (text) => {
  await writeFile(file('desktop.json'), text);
  const { memory, findings } = await open();
  const aside = file('desktop.corrupt-1970-01-01T00-00-00.000Z.json');
  expect(findings).toMatchObject([{ code: 'settings_invalid', severity: 'warning', file: aside }]);
  expect(await readFile(aside, 'utf8')).toBe(text);
  expect(memory.get('window')).toBeUndefined();
  memory.set('login', { asked: true });
  expect((await open()).findings).toEqual([]);
});
