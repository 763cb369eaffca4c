/** A copy of the repository that may be broken: what is tracked or new in it, with the same node_modules. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../measure.ts';

const run = promisify(execFile);

/** Nothing of these is needed by a test, and some of it is large. */
const LEFT_OUT = /^(assets\/screenshots|e2e|docs|\.ci|\.github)\//;

export class Tree {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async copy(): Promise<Tree> {
    const path = await mkdtemp(join(tmpdir(), 'luka-guards-'));
    const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
    const { stdout } = await run('git', list, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    const names = stdout
      .split('\0')
      .filter((name) => name !== '' && !LEFT_OUT.test(name) && name !== 'node_modules');
    for (const name of names) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      // Deleted but not yet committed as such: it is not there.
      await cp(join(root, name), join(path, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
    await symlink(join(root, 'node_modules'), join(path, 'node_modules'));
    return new Tree(path);
  }

  /** @returns puts the file back. @throws Error where the text is not there exactly once */
  async change(file: string, find: string, replace: string): Promise<() => Promise<void>> {
    const path = join(this.path, file);
    const text = await readFile(path, 'utf8');
    const count = text.split(find).length - 1;
    if (count !== 1) throw new Error(`${file} has the text of the guard ${count} times, not once`);
    await writeFile(
      path,
      text.replace(find, () => replace),
    );
    return () => writeFile(path, text);
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}
