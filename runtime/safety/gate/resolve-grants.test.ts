import { mkdir, symlink, writeFile, link } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PathGrants } from '#shared/nouns/confinement.ts';
import { temporaryFolder } from '../../testing.ts';
import { effectivePolicy } from '../policy/effective-policy.ts';
import { resolveGrants } from './resolve-grants.ts';

async function bench() {
  const folder = await temporaryFolder();
  const home = join(realpathSync(folder.path), 'me');
  await mkdir(join(home, 'work', 'in'), { recursive: true });
  await mkdir(join(home, 'other'), { recursive: true });
  await symlink(join(home, 'other'), join(home, 'work', 'out'));
  await writeFile(join(home, 'other', 'file'), '');
  await link(join(home, 'other', 'file'), join(home, 'work', 'twin'));
  return {
    home,
    grants: (paths: PathGrants | undefined, roots = [join(home, 'work'), '/nowhere/at/all']) =>
      resolveGrants(
        { steps: [{ run: 'true' }], ...(paths === undefined ? {} : { paths }) },
        effectivePolicy({ roots }, []),
        {
          personHome: home,
          cwd: join(home, 'work'),
          lukaHome: join(home, 'work', 'luka'),
          lukaGrantable: [join(home, 'work', 'luka', 'reports')],
        },
      ),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe('what a run is granted', () => {
  it('is the policy’s folders that are there, where the task names none', async () => {
    await using home = await bench();
    expect(await home.grants(undefined)).toEqual({
      grants: { write: [join(home.home, 'work')], read: [] },
      reasons: [],
    });
  });

  it('is what the task names within them, and nothing else of them', async () => {
    await using home = await bench();
    const { grants, reasons } = await home.grants({ write: ['in', '~/work/in', 'new'] });
    expect(grants.write).toEqual([join(home.home, 'work', 'in'), join(home.home, 'work', 'new')]);
    expect(reasons).toEqual([]);
  });

  it.each([
    ['..'],
    ['/etc'],
    ['~/other'],
    ['out'],
    ['out/deeper'],
    ['twin'],
    ['in/../../other'],
    ['a\0b'],
    ['~root/x'],
    ['luka'],
    ['luka/tasks'],
  ])('is nothing where it leads elsewhere: %j', async (path) => {
    await using home = await bench();
    const { grants, reasons } = await home.grants({ write: [path] });
    expect(grants.write).toEqual([]);
    expect(reasons).toEqual([expect.objectContaining({ effect: 'deny' })]);
  });

  it('counts as a risk where it opens what is hidden', async () => {
    await using home = await bench();
    const { grants, reasons } = await home.grants({ read: ['~/.ssh'] });
    expect(grants.read).toEqual([join(home.home, '.ssh')]);
    expect(reasons).toEqual([expect.objectContaining({ rule: 'reads_hidden' })]);
  });
});
