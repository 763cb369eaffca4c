/** What stands around the processes of a run: a sandbox, a clean environment, the kernel's own limits. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Run } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Confinement } from '../safety/gate/ports.ts';
import { limitShell } from '../safety/limits/limit-shell.ts';
import { confinementRules, ruleFor } from '../safety/sandbox/confinement-rules.ts';
import type { SandboxRequest } from '../safety/sandbox/sandbox.ts';
import { cleanEnvironment } from './environment.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { RunLog } from './logs/run-log.ts';
import type { RunScope } from './run-scope.ts';

type Argv = readonly [string, ...string[]];

export interface StepCage {
  readonly confined: NonNullable<Run['confinement']>;
  /** The program with what stands around it. @throws LukaError path_* where a grant cannot be given any more */
  around(
    argv: Argv,
    step: { cwd: string; env: Readonly<Record<string, string>>; outputFile: string },
  ): Promise<{ argv: Argv; env: Record<string, string> }>;
  /** What Luka does itself is not confined: it is refused where it would go around the cage. @throws LukaError run_denied */
  checkBuiltin(): void;
  /** @param path absolute and real @param cwd the task's */
  mayRead(path: string, cwd: string): Promise<boolean>;
}

/** For runs that no gate stands before. */
export const OPEN_CAGE: StepCage = {
  confined: { level: 'off', by: 'nothing' },
  around: (argv, { env }) => Promise.resolve({ argv, env: cleanEnvironment(env).env }),
  checkBuiltin: () => undefined,
  mayRead: () => Promise.resolve(true),
};

export interface StepCageOptions {
  readonly confinement: Confinement;
  readonly definition: TaskDefinition;
  readonly scope: RunScope;
  readonly context: Pick<ExecutionContext, 'sandbox' | 'layout' | 'environment' | 'programs'>;
  readonly log: RunLog;
}

export async function createStepCage(options: StepCageOptions): Promise<StepCage> {
  const { confinement, scope, context, log } = options;
  const { level, limits, network } = confinement;
  const sandbox = level === 'off' ? undefined : context.sandbox?.();
  if (level !== 'off' && !sandbox)
    log.note(`this machine cannot confine it (${level}): it runs as it is, as approved`);
  if (sandbox) {
    scope.needsScratch = true;
    await mkdir(scope.scratch, { recursive: true, mode: 0o700 });
    log.note(`confined by ${sandbox.tool}: ${level}${level === 'paths' && !network ? ', no network' : ''}`);
  }
  const { layout, environment, programs } = context;
  const requestFor = (
    confined: SandboxRequest['level'],
    cwd: string,
    files: readonly string[],
  ): SandboxRequest => ({
    level: confined,
    writable: confinement.write,
    readable: confinement.read,
    files,
    scratch: scope.scratch,
    cwd,
    personHome: environment['HOME'] ?? layout.root,
    lukaHome: layout.root,
    // Luka may lie where things are hidden from confined runs, such as /tmp.
    lukaReadable: [
      layout.modules,
      layout.releases.modules,
      layout.reports,
      dirname(programs.moduleHost),
      programs.node,
    ],
    lukaGrantable: [layout.reports],
    network,
  });
  return {
    confined: sandbox ? { level, by: sandbox.tool } : { level: 'off', by: 'nothing' },
    async around(argv, { cwd, env, outputFile }) {
      const clean = cleanEnvironment(env);
      if (clean.dropped.length > 0)
        log.note(`left out of its environment: ${clean.dropped.join(', ')} (they change what programs load)`);
      const limited = limitShell(argv, limits);
      if (!sandbox || level === 'off') return { argv: limited, env: clean.env };
      // A file can only be opened for the inside where it is.
      await writeFile(outputFile, '', { flag: 'a', mode: 0o600 });
      const confined = await sandbox.wrap(limited, requestFor(level, cwd, [outputFile]));
      return { argv: confined.argv, env: clean.env };
    },
    async mayRead(path, cwd) {
      if (!sandbox || level === 'off') return true;
      const rules = await confinementRules(requestFor(level, cwd, []));
      return ruleFor(rules, path)?.access !== 'hidden';
    },
    checkBuiltin() {
      if (level === 'off' || network) return;
      throw new LukaError('run_denied', {
        message: `it is confined to ${level} and may not use the network`,
        remedy: 'leave the request out, or confine it less',
      });
    },
  };
}
