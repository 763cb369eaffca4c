/** A blocker whose every hold is a program of its own. What it knows of whether it works is how the last try went. */
import type { BlockerStatus } from '#shared/nouns/power.ts';
import type { Clock } from '../../clock.ts';
import { ChildGrip } from './child-grip.ts';
import type { Grip, HoldRequest, SleepBlocker } from './ports.ts';

export interface HoldProgram {
  readonly name: string;
  readonly program: string;
  readonly args: (request: Pick<HoldRequest, 'kind' | 'why'>) => readonly string[];
  /** What it writes to stdout once it holds; it holds from its start where left out. */
  readonly says?: string | undefined;
  /** What is tried where that was refused. @returns undefined where there is nothing else to try */
  readonly instead?:
    ((why: string) => { readonly program: HoldProgram; readonly message: string } | undefined) | undefined;
}

/** A program that does not hold is not started for each run anew, ms. */
const REST_MS = 240_000;
/** What ended within this, ms, did not hold. */
const NEVER_MS = 2_000;

export interface ProgramBlockerOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export function createProgramBlocker(
  program: HoldProgram,
  { env, clock }: ProgramBlockerOptions,
): SleepBlocker {
  let restsUntil = -Infinity;
  const grips = new Set<ChildGrip>();
  let status: BlockerStatus = { name: program.name, works: true };

  function begin(how: HoldProgram, request: HoldRequest, partly: string | undefined): Grip {
    let next: Grip | undefined;
    const begun = clock.monotonic();
    const grip = new ChildGrip({
      program: how.program,
      args: how.args(request),
      env,
      says: how.says,
      onHeld: () => {
        status = { name: program.name, works: true, ...(partly === undefined ? {} : { message: partly }) };
      },
      onEnd: (why) => {
        const other = how.instead?.(why);
        if (other) {
          next = begin(other.program, request, other.message);
          return;
        }
        status = { name: program.name, works: false, message: why };
        if (clock.monotonic() - begun < NEVER_MS) restsUntil = clock.monotonic() + REST_MS;
        request.onLost(why);
      },
    });
    grips.add(grip);
    void grip.gone.then(() => grips.delete(grip));
    return {
      release() {
        grip.release();
        next?.release();
      },
    };
  }

  return {
    name: program.name,
    get absent() {
      return clock.monotonic() < restsUntil ? status.message : undefined;
    },
    status: () => status,
    hold: (request) => begin(program, request, undefined),
    pids: () => new Set([...grips].flatMap(({ pid }) => pid ?? [])),
    async close() {
      const all = [...grips];
      for (const grip of all) grip.release();
      await Promise.all(all.map((grip) => grip.gone));
    },
  };
}
