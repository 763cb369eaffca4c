/** For tests: built Lukas as packages, sound and broken ones. */
import { execFile } from 'node:child_process';
import { cp, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder of this package, built where it was not. */
export async function builtPackage(): Promise<string> {
  const built = await stat(join(ROOT, 'dist', 'node', 'luka.js')).catch(() => undefined);
  if (!built)
    await promisify(execFile)(process.execPath, [join(ROOT, 'build', 'build.ts'), 'node', 'renderer'], {
      cwd: ROOT,
    });
  return ROOT;
}

/** A package whose Luka is this program instead. */
export async function brokenPackage(folder: string, program: string): Promise<string> {
  const root = join(folder, 'broken');
  await mkdir(join(root, 'dist', 'node'), { recursive: true });
  await mkdir(join(root, 'dist', 'renderer'), { recursive: true });
  await writeFile(join(root, 'dist', 'node', 'luka.js'), program);
  await writeFile(join(root, 'dist', 'renderer', 'index.html'), '');
  await writeFile(join(root, 'package.json'), '{"type":"module","version":"0.2.0"}');
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

/** A copy of the built package, for a test that runs its command. */
export async function copyPackage(folder: string): Promise<string> {
  const from = await builtPackage();
  const root = join(folder, 'package');
  for (const part of ['dist/node', 'dist/renderer', 'package.json'])
    await cp(join(from, part), join(root, part), { recursive: true });
  await symlink(join(from, 'node_modules'), join(root, 'node_modules'));
  return root;
}
