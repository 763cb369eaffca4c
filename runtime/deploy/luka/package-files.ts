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
const PACKAGES = ['conf', '@parcel/watcher'];
const FOLDERS = ['dist/node', 'dist/renderer'];

/** @throws LukaError deploy_unbuilt */
export async function packageFiles(root: string): Promise<PackageFile[]> {
  for (const part of ['dist/node/luka.js', 'dist/renderer/index.html'])
    if (!(await isFile(join(root, part))))
      throw new LukaError('deploy_unbuilt', { message: `there is no ${part} in ${root}` });
  const files: PackageFile[] = [{ from: join(root, 'package.json'), to: 'package.json' }];
  for (const folder of FOLDERS) files.push(...(await below(join(root, folder), folder)));
  await addPackages(files, root);
  return files;
}

/** With all that it depends on; where two versions of a package are needed, one lies within who needs it. */
async function addPackages(files: PackageFile[], root: string): Promise<void> {
  const open = PACKAGES.map((name) => ({ name, by: root, into: '' }));
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
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      await readFile(join(from, 'package.json'), 'utf8'),
    ) as { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };
    for (const needed of Object.keys(dependencies)) open.push({ name: needed, by: from, into: to });
    // One for each system, of which npm installs this one's.
    for (const part of Object.keys(optionalDependencies))
      if (!(part in dependencies) && (await isInstalled(part, from)))
        open.push({ name: part, by: from, into: to });
  }
}

async function isInstalled(name: string, by: string): Promise<boolean> {
  return (await lookForPackage(name, by)) !== undefined;
}

async function findPackage(name: string, by: string): Promise<string> {
  const found = await lookForPackage(name, by);
  if (found !== undefined) return found;
  throw new LukaError('deploy_unbuilt', {
    message: `the package ${name} is not installed beside ${by}`,
    remedy: 'run: npm ci',
  });
}

/** As Node finds it: in the nearest node_modules above. */
async function lookForPackage(name: string, by: string): Promise<string | undefined> {
  for (let folder = by; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (await isFile(join(found, 'package.json'))) return found;
    if (folder === dirname(folder)) return undefined;
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
