/**
 * What a confined step may do where. A rule holds for its path and everything below, until a deeper rule says otherwise;
 * of two for the same path what is granted by name wins.
 */
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../../home/atomic-file.ts';
import { depthOf, isInside } from './containment.ts';
import { PERSISTENT_PLACES, SYSTEM_PERSISTENT_PLACES } from './persistent-places.ts';
import type { SandboxRequest } from './sandbox.ts';
import { SECRET_PLACES, SYSTEM_SECRET_PLACES } from './secret-places.ts';

export type Access = 'write' | 'read' | 'hidden';
export type PlaceKind = 'folder' | 'file' | 'link' | 'missing';

export interface Rule {
  /** As it is named: its folder is real, itself it may be a link. */
  readonly path: string;
  readonly access: Access;
  readonly kind: PlaceKind;
}

/** Nothing there is a file of the person's. */
const OF_THE_KERNEL = ['/dev', '/proc', '/sys'];

/** @returns one rule a path, from the upper ones down */
export async function confinementRules(request: SandboxRequest): Promise<Rule[]> {
  const { level, personHome, scratch, files } = request;
  checkGrants(request);
  await Promise.all([...request.readable, ...request.writable].map(checkReal));
  const home = await realOf(personHome);
  const lukaHome = await realOf(request.lukaHome);
  const secrets = [...SECRET_PLACES.map((place) => join(home, place)), ...SYSTEM_SECRET_PLACES];
  const persistent = [...PERSISTENT_PLACES.map((place) => join(home, place)), ...SYSTEM_PERSISTENT_PLACES];
  // From the weakest to the strongest.
  const layers: [Access, readonly string[]][] = [
    ['read', persistent],
    ['hidden', secrets],
    ['write', level === 'read-only' ? [] : request.writable],
    ['hidden', [lukaHome]],
    ['write', [scratch, ...files]],
  ];
  const rules = new Map<string, Rule>();
  for (const [access, paths] of layers)
    for (const rule of await rulesOf(paths, access)) rules.set(rule.path, rule);
  // A grant to read is no order to stop writing: it only takes out of hiding.
  const unhidden = await rulesOf([...request.readable, ...request.lukaReadable], 'read');
  const without = sortRules(rules.values());
  for (const rule of unhidden)
    if ((ruleFor(without, rule.path)?.access ?? 'hidden') === 'hidden') rules.set(rule.path, rule);
  // Where it works has to be seen even where the rest of the folder is not. A root is no place to bring in.
  for (const rule of await rulesOf([request.cwd], 'read'))
    if (depthOf(rule.path) > 1 && ruleFor(sortRules(rules.values()), rule.path) === undefined)
      rules.set(rule.path, rule);
  return sortRules(rules.values());
}

function sortRules(rules: Iterable<Rule>): Rule[] {
  return [...rules].sort((a, b) => depthOf(a.path) - depthOf(b.path) || (a.path < b.path ? -1 : 1));
}

/** The deepest rule that holds for the path. */
export function ruleFor(rules: readonly Rule[], path: string): Rule | undefined {
  return rules.findLast((rule) => isInside(path, rule.path));
}

/** The same, without a rule for the path itself. */
export function ruleAbove(rules: readonly Rule[], path: string): Rule | undefined {
  return rules.findLast((rule) => rule.path !== path && isInside(path, rule.path));
}

/** Grants went through the guard of paths. One that is a link by now would grant what it points to. */
async function checkReal(path: string): Promise<void> {
  if ((await realOf(path)) !== path)
    throw new LukaError('path_changed', { message: `${path} is not what it was when it was granted` });
}

function checkGrants({ readable, writable, lukaHome, lukaGrantable = [] }: SandboxRequest): void {
  for (const path of [...readable, ...writable]) {
    if (OF_THE_KERNEL.some((folder) => isInside(path, folder)))
      throw new LukaError('path_invalid', {
        message: `${path} cannot be granted: it belongs to the system's kernel`,
        remedy: 'grant folders and files of a disk',
      });
    if (isInside(path, lukaHome) && !lukaGrantable.some((folder) => isInside(path, folder)))
      throw new LukaError('path_outside', {
        message: `${path} is in Luka's own home, which no confined run may touch`,
        remedy: 'grant a folder outside of it',
      });
  }
}

async function rulesOf(paths: readonly string[], access: Access): Promise<Rule[]> {
  // Most places share a few folders.
  const folders = new Map<string, Promise<string>>();
  const real = (folder: string) => {
    const known = folders.get(folder) ?? realOf(folder);
    folders.set(folder, known);
    return known;
  };
  return (await Promise.all(paths.map((path) => rulesFor(path, access, real)))).flat();
}

/** A link counts twice: for its own place, and for what it points to. */
async function rulesFor(path: string, access: Access, real: typeof realOf): Promise<Rule[]> {
  const named = path === '/' ? '/' : join(await real(dirname(path)), basename(path));
  const kind = await kindOf(named);
  const rule: Rule = { path: named, access, kind };
  if (kind !== 'link') return [rule];
  const target = await realOf(named);
  return target === named ? [rule] : [rule, { path: target, access, kind: await kindOf(target) }];
}

export async function kindOf(path: string): Promise<PlaceKind> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return 'link';
    return found.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (isAbsence(error)) return 'missing';
    throw error;
  }
}

/** The real path of what is there, with the rest as it is named. A loop of links leads nowhere and stays as it is named. */
export async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isAbsence(error)) throw error;
    if (path === '/') return path;
    return join(await realOf(dirname(path)), basename(path));
  }
}

/** EACCES: another user's; whoever runs here cannot get there either. */
function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENAMETOOLONG'].some((code) => hasCode(error, code));
}
