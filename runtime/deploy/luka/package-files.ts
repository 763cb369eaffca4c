/** What of an installed or checked-out Luka a release is made of: what the headless host loads, and nothing else. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../../home/atomic-file.ts';

/** From an absolute path to one relative to the release. */
export interface PackageFile {
  readonly from: string;
  readonly to: string;
}

/** Packages that the build leaves out of the bundle and the headless host loads. */
const PACKAGES = ['conf'];
const FOLDERS = ['dist/node', 'dist/renderer'];

/** @throws LukaError deploy_unbuilt */
export async function packageFiles(root: string): Promise<PackageFile[]> {
  for (const part of ['dist/node/luka.js', 'dist/renderer/index.html'])
    if (!(await isFile(join(root, part))))
      throw new LukaError('deploy_unbuilt', { message: `there is no ${part} in ${root}` });
  const files: PackageFile[] = [{ from: join(root, 'package.json'), to: 'package.json' }];
  for (const folder of FOLDERS) files.push(...(await below(join(root, folder), folder)));
  for (const name of PACKAGES) await addPackage(files, { name, by: root, into: '' });
  return files;
}

/** With all that it depends on; where two versions of a package are needed, one lies within who needs it. */
async function addPackage(
  files: PackageFile[],
  { name, by, into }: { name: string; by: string; into: string },
): Promise<void> {
  const open = [{ name, by, into }];
  const placed = new Map<string, string>();
  for (let next = open.pop(); next; next = open.pop()) {
    const from = await findPackage(next.name, next.by);
    const top = `node_modules/${next.name}`;
    const taken = placed.get(top);
    if (taken === from) continue;
    const to = taken === undefined ? top : `${next.into}/${top}`;
    if (placed.get(to) === from) continue;
    placed.set(to, from);
    files.push(...(await below(from, to)));
    const { dependencies = {} } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    for (const needed of Object.keys(dependencies)) open.push({ name: needed, by: from, into: to });
  }
}

/** As Node finds it: in the nearest node_modules above. */
async function findPackage(name: string, by: string): Promise<string> {
  for (let folder = by; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (await isFile(join(found, 'package.json'))) return found;
    if (folder === dirname(folder))
      throw new LukaError('deploy_unbuilt', {
        message: `the package ${name} is not installed beside ${by}`,
        remedy: 'run: npm ci',
      });
  }
}

/** Without maps, which nothing loads, and without packages within: those are found by who needs them. */
async function below(folder: string, to: string): Promise<PackageFile[]> {
  const files: PackageFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const from = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules')
      files.push(...(await below(from, `${to}/${entry.name}`)));
    else if (entry.isFile() && !entry.name.endsWith('.map')) files.push({ from, to: `${to}/${entry.name}` });
  }
  return files;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return false;
    throw error;
  }
}
