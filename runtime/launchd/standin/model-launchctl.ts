/** launchd within the test's own process: made-up processes, and time that passes only when somebody waits. Never ships. */
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import type { Clock } from '../../clock.ts';
import type { Launchctl } from '../launchctl/launchctl.ts';
import { answerLaunchctl } from './answer-launchctl.ts';
import type { StandinJob } from './job-plist.ts';
import { LaunchdModel } from './launchd-model.ts';
import { newLaunchdState, type LaunchdSettings } from './launchd-state.ts';

/** How a made-up program behaves. */
export interface Behaviour {
  /** How long it runs by itself, ms; for ever where left out. */
  readonly lifeMs?: number;
  /** What it ends with then. */
  readonly code?: number;
  /** How long it takes to end when it is asked to, ms; Infinity ignores it. */
  readonly dyingMs?: number;
}

export interface MadeUpLaunchd extends Launchctl {
  readonly model: LaunchdModel;
  /** Programs that there are, by path. */
  readonly programs: Map<string, Behaviour>;
}

export function createModelLaunchctl(options: {
  uid: number;
  clock: Pick<Clock, 'now'>;
  settings?: LaunchdSettings;
  programs?: Iterable<readonly [string, Behaviour]>;
  /** Lets a delay pass. */
  pause?: (ms: number) => Promise<void>;
}): MadeUpLaunchd {
  const programs = new Map(options.programs);
  const ends: { pid: number; at: number; exit: { code: number } | { signal: number } }[] = [];
  const behaviours = new Map<number, Behaviour>();
  let now = options.clock.now();
  let lastPid = 1_000;
  const endAt = (pid: number, at: number, exit: { code: number } | { signal: number }) => {
    const earlier = ends.findIndex((end) => end.pid === pid);
    if (earlier !== -1 && ends[earlier]!.at <= at) return;
    if (earlier !== -1) ends.splice(earlier, 1);
    if (Number.isFinite(at)) ends.push({ pid, at, exit });
  };
  const model = new LaunchdModel(newLaunchdState(options.uid, options.settings), {
    now: () => now,
    start(job) {
      const behaviour = programs.get(job.program);
      if (!behaviour || !makesLogs(job)) return undefined;
      lastPid += 1;
      behaviours.set(lastPid, behaviour);
      if (behaviour.lifeMs !== undefined)
        endAt(lastPid, now + behaviour.lifeMs, { code: behaviour.code ?? 0 });
      return lastPid;
    },
    signal(pid, signal) {
      const after = signal === 'SIGKILL' ? 0 : (behaviours.get(pid)?.dyingMs ?? 0);
      endAt(pid, now + after, { signal: constants.signals[signal] });
    },
  });
  /** Everything that happened up to a moment, in its order. */
  const catchUp = (until: number) => {
    for (;;) {
      ends.sort((a, b) => a.at - b.at);
      const [end] = ends;
      const tick = model.nextTick() ?? Infinity;
      const next = Math.min(end?.at ?? Infinity, tick);
      if (next > until) break;
      now = Math.max(now, next);
      if (end && end.at <= tick) {
        ends.shift();
        model.ended(end.pid, end.exit);
      } else model.tick();
    }
    now = Math.max(now, until);
  };
  return {
    uid: options.uid,
    model,
    programs,
    async run(args) {
      catchUp(options.clock.now());
      const { delayMs, ...answer } = answerLaunchctl(model, args);
      catchUp(options.clock.now());
      if (delayMs > 0) await options.pause?.(delayMs);
      return answer;
    },
  };
}

/** launchd makes the files, and not their folders. */
function makesLogs({ out, err }: StandinJob): boolean {
  try {
    for (const file of [out, err]) if (file !== undefined) closeSync(openSync(file, 'a'));
    return true;
  } catch {
    return false;
  }
}
