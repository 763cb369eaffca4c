/** What a run is granted, as real folders: the task's own paths, which must lie within the policy's, or the policy's. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { RiskReason } from '#shared/nouns/gate.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Clock } from '../../clock.ts';
import { isInside } from '../sandbox/containment.ts';
import { createPathGuard, type PathGuard } from '../paths/path-guard.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { Grants } from './ports.ts';

export interface ResolveGrantsOptions {
  readonly personHome: string;
  /** Real. Nothing of it can be granted, but for what is named. */
  readonly lukaHome: string;
  readonly lukaGrantable: readonly string[];
  /** Where relative paths start. */
  readonly cwd: string;
  /** Where the policy's folders are; looked up where left out. */
  readonly rootsOf?: ((policy: EffectivePolicy) => Promise<string[]>) | undefined;
}

/** A folder that appears (a volume that is mounted) is seen after so long. ms. */
const ROOTS_KEPT_MS = 2_000;

/** Where the policy's folders are, remembered for a moment: every decision asks. */
export function rememberRoots(personHome: string, clock: Pick<Clock, 'monotonic'>) {
  let kept: { version: string; at: number; roots: Promise<string[]> } | undefined;
  return (policy: EffectivePolicy): Promise<string[]> => {
    const now = clock.monotonic();
    if (kept?.version !== policy.version || now - kept.at >= ROOTS_KEPT_MS)
      kept = { version: policy.version, at: now, roots: findRoots(policy.roots, personHome) };
    return kept.roots;
  };
}

/** Everything on the disk: what may be read is anything, unless it is hidden. */
const ANYWHERE = ['/'];

/**
 * A path that leads out of the policy's folders denies the run; a volume that is away is no matter of policy.
 * @throws LukaError path_unmounted
 */
export async function resolveGrants(
  definition: TaskDefinition,
  policy: EffectivePolicy,
  options: ResolveGrantsOptions,
): Promise<{ grants: Grants; reasons: RiskReason[] }> {
  const { personHome, cwd, rootsOf, lukaHome, lukaGrantable } = options;
  const reasons: RiskReason[] = [];
  const { write, read } = definition.paths ?? {};
  const isLukas = (path: string): boolean =>
    isInside(path, lukaHome) && !lukaGrantable.some((folder) => isInside(path, folder));
  const writing = createPathGuard({ personHome, cwd, roots: policy.roots });
  const reading = createPathGuard({ personHome, cwd, roots: ANYWHERE });
  const grants: Grants = {
    write:
      write === undefined
        ? (await (rootsOf?.(policy) ?? findRoots(policy.roots, personHome))).filter((root) => !isLukas(root))
        : await resolveAll(write, { guard: writing, write: true, what: 'write to', reasons, isLukas }),
    read: await resolveAll(read ?? [], { guard: reading, write: false, what: 'read', reasons, isLukas }),
  };
  if (grants.read.length > 0)
    reasons.push({
      rule: 'reads_hidden',
      points: 25,
      text: `is granted to read what is hidden otherwise: ${grants.read.join(', ')}`,
    });
  return { grants, reasons };
}

/** Roots that are not there now (a volume that is away) grant nothing. */
async function findRoots(paths: readonly string[], personHome: string): Promise<string[]> {
  const guard = createPathGuard({ personHome, roots: ANYWHERE });
  const found = await Promise.all(paths.map((path) => guard.resolve(path).catch(() => undefined)));
  return unique(found.flatMap((root) => (root?.exists ? [root.real] : [])));
}

async function resolveAll(
  paths: readonly string[],
  options: {
    guard: PathGuard;
    write: boolean;
    what: string;
    reasons: RiskReason[];
    isLukas: (path: string) => boolean;
  },
): Promise<string[]> {
  const { guard, write, what, reasons, isLukas } = options;
  const found: string[] = [];
  for (const path of paths) {
    try {
      const { real } = await guard.resolve(path, { write });
      if (isLukas(real))
        throw new LukaError('path_outside', { message: `${path}: it is in Luka's own home` });
      found.push(real);
    } catch (error) {
      if (!(error instanceof LukaError) || error.code === 'path_unmounted') throw error;
      reasons.push({
        rule: error.code,
        points: 100,
        effect: 'deny',
        text: `may not ${what} ${error.message}`,
      });
    }
  }
  return unique(found);
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort();
}
