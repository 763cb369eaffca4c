import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesAmong, OpenedFiles } from './opened-files.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'luka-opened-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a file that is opened with Luka', () => {
  it('is read and handed over once', async () => {
    const file = join(folder, 'nightly.luka.yaml');
    await writeFile(file, 'run: echo hi\n');
    const files = new OpenedFiles(() => expect.unreachable());
    expect(await files.add(file)).toBe(true);
    expect(files.take()).toEqual([{ name: 'nightly.luka.yaml', text: 'run: echo hi\n' }]);
    expect(files.take()).toEqual([]);
  });

  it('is refused where it is of another kind, not absolute, no file, absent or too large', async () => {
    const errors: string[] = [];
    const files = new OpenedFiles((error) => errors.push(String(error)));
    await writeFile(join(folder, 'a.sh'), 'x');
    expect(await files.add(join(folder, 'a.sh'))).toBe(false);
    expect(await files.add('a.luka.yaml')).toBe(false);
    await mkdir(join(folder, 'folder.luka.yaml'));
    expect(await files.add(join(folder, 'folder.luka.yaml'))).toBe(false);
    // Opened, it would never end.
    await promisify(execFile)('mkfifo', [join(folder, 'pipe.luka.yaml')]);
    expect(await files.add(join(folder, 'pipe.luka.yaml'))).toBe(false);
    expect(errors).toEqual([]);
    expect(await files.add(join(folder, 'absent.luka.yaml'))).toBe(false);
    await writeFile(join(folder, 'large.luka.yaml'), 'x'.repeat(1_048_577));
    expect(await files.add(join(folder, 'large.luka.yaml'))).toBe(false);
    expect(errors).toEqual([expect.stringContaining('ENOENT'), expect.stringContaining('larger than')]);
    expect(files.take()).toEqual([]);
  });
});

it('is found among the words of a start', () => {
  expect(filesAmong(['electron', '--x.luka.yaml', '/a/b.luka.yaml', '/a/b.yaml', '/c.LUKA.YML'])).toEqual([
    '/a/b.luka.yaml',
    '/c.LUKA.YML',
  ]);
});
