import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isInside, revealInHome } from './reveal.ts';

let folder: string;
let home: string;
let shown: string[];
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'luka-reveal-')));
  home = join(folder, 'home');
  shown = [];
  await mkdir(join(home, 'tasks'), { recursive: true });
  await writeFile(join(home, 'tasks/a.yaml'), '');
  await writeFile(join(folder, 'secret'), '');
  await symlink(join(folder, 'secret'), join(home, 'link'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const reveal = (file: unknown) => revealInHome(home, file, (found) => shown.push(found));

it('shows a file of the home', async () => {
  expect(await reveal(join(home, 'tasks/a.yaml'))).toBe(true);
  expect(shown).toEqual([join(home, 'tasks/a.yaml')]);
});

it('shows nothing else, wherever a path seems to lead', async () => {
  for (const file of [
    join(folder, 'secret'),
    join(home, '../secret'),
    join(home, 'link'),
    join(home, 'none'),
    home,
    'tasks/a.yaml',
    `${home}\0`,
    7,
    undefined,
  ]) {
    expect({ file, shown: await reveal(file) }).toEqual({ file, shown: false });
  }
  expect(shown).toEqual([]);
});

it('a path is inside exactly when it begins with the folder and goes on', () => {
  const name = fc.stringMatching(/^[a-z.]{1,4}$/).filter((text) => text !== '.' && text !== '..');
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 4 }),
      fc.array(name, { maxLength: 4 }),
      (root, file) => {
        const expected = file.length > root.length && root.every((part, index) => file[index] === part);
        expect(isInside(`/${root.join('/')}`, `/${file.join('/')}`)).toBe(expected);
      },
    ),
  );
});
