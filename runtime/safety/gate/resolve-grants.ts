/** What a run is granted, as real folders: the task's own paths, which must lie within the policy's, or the policy's. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { RiskReason } from '#shared/nouns/gate.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { createPathGuard, type PathGuard } from '../paths/path-guard.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { Grants } from './ports.ts';

export interface ResolveGrantsOptions {
  readonly personHome: string;
  /** Where relative paths start. */
  readonly cwd: string;
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
  { personHome, cwd }: ResolveGrantsOptions,
): Promise<{ grants: Grants; reasons: RiskReason[] }> {
  const reasons: RiskReason[] = [];
  const { write, read } = definition.paths ?? {};
  const writing = createPathGuard({ personHome, cwd, roots: policy.roots });
  const reading = createPathGuard({ personHome, cwd, roots: ANYWHERE });
  const grants: Grants = {
    write:
      write === undefined
        ? await roots(policy.roots, reading)
        : await resolveAll(write, { guard: writing, write: true, what: 'write to', reasons }),
    read: await resolveAll(read ?? [], { guard: reading, write: false, what: 'read', reasons }),
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
async function roots(paths: readonly string[], guard: PathGuard): Promise<string[]> {
  const found = await Promise.all(
    paths.map((path) => guard.resolve(path).catch(() => undefined)),
  );
  return unique(found.flatMap((root) => (root?.exists ? [root.real] : [])));
}

async function resolveAll(
  paths: readonly string[],
  options: { guard: PathGuard; write: boolean; what: string; reasons: RiskReason[] },
): Promise<string[]> {
  const { guard, write, what, reasons } = options;
  const found: string[] = [];
  for (const path of paths) {
    try {
      found.push((await guard.resolve(path, { write })).real);
    } catch (error) {
      if (!(error instanceof LukaError) || error.code === 'path_unmounted') throw error;
      reasons.push({ rule: error.code, points: 100, effect: 'deny', text: `may not ${what} ${error.message}` });
    }
  }
  return unique(found);
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort();
}
