/** What the menu bar shows, made from what the API tells: the window reads the same, so the two never disagree. */
import type { Hold, PowerStatus } from '#shared/nouns/power.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import { isDown, type ServiceStatus } from '#shared/nouns/service.ts';
import type { Pause } from '#shared/nouns/slot.ts';
import type { DueTask, Overview } from '#shared/nouns/system.ts';
import type { Task } from '#shared/nouns/task.ts';

export interface ReadyTask {
  readonly id: string;
  readonly title: string;
  /** It has a required parameter without a default: it can only be run from its page. */
  readonly needsParams: boolean;
}

export interface HostState {
  /** False while Luka does not answer: what is below is what was known last. */
  readonly reachable: boolean;
  /** Lives of services are left out: they always go. */
  readonly running: readonly RunSummary[];
  readonly queued: number;
  /** Runs that need approval, oldest first. */
  readonly asked: readonly RunSummary[];
  /** Nothing new starts. */
  readonly frozen: boolean;
  /** The pause of everything that ends last, where there is one. */
  readonly paused: Pause | undefined;
  /** The person's own wish that the machine stay awake: one that is held, and of those the one that ends last. */
  readonly hold: Hold | undefined;
  /** Something keeps the machine awake just now, whoever wants it. */
  readonly awake: boolean;
  /** Titles of the runs that keep it awake just now. */
  readonly awakeFor: readonly string[];
  /** The newest run of each task that ended badly within the last week. */
  readonly failures: readonly RunSummary[];
  /** What is due next, earliest first. */
  readonly next: readonly DueTask[];
  readonly ready: readonly ReadyTask[];
  /** Of all tasks, by id. */
  readonly titles: ReadonlyMap<string, string>;
  /** Tasks whose runs can outlive this Luka: the next one waits for them. */
  readonly leavable: ReadonlySet<string>;
  /** Services that should do their work and do not. */
  readonly down: readonly ServiceStatus[];
  /** Modules that wait for the person to deploy them: how many, and the first by name. */
  readonly staged: { readonly count: number; readonly first: string | undefined };
}

export const NOTHING_YET: HostState = {
  reachable: true,
  running: [],
  queued: 0,
  asked: [],
  frozen: false,
  paused: undefined,
  hold: undefined,
  awake: false,
  awakeFor: [],
  failures: [],
  next: [],
  ready: [],
  titles: new Map(),
  leavable: new Set(),
  down: [],
  staged: { count: 0, first: undefined },
};

/** Whether nothing but services goes, and nothing is about to. */
export function isIdle({ running, queued }: Pick<HostState, 'running' | 'queued'>): boolean {
  return running.length === 0 && queued === 0;
}

type OfOverview = 'running' | 'queued' | 'asked' | 'failures' | 'next' | 'down' | 'staged';

export function fromOverview(overview: Overview): Pick<HostState, OfOverview> {
  return {
    running: overview.running.filter(({ cause }) => cause.kind !== 'service'),
    queued: overview.queued.filter(({ state }) => state === 'queued').length,
    asked: overview.queued.filter(({ state }) => state === 'awaiting_approval'),
    failures: overview.failures,
    next: overview.next,
    down: overview.services.filter(({ state }) => isDown(state)),
    staged: { count: overview.status.counts.stagedModules, first: overview.staged[0]?.module },
  };
}

export function fromPower({ holds }: PowerStatus): Partial<HostState> {
  return {
    hold: lastOf(holds.filter(({ owner }) => owner.kind === 'person')),
    awake: holds.some(({ held }) => held),
    awakeFor: [
      ...new Set(holds.flatMap(({ held, owner }) => (held && owner.kind === 'run' ? [owner.title] : []))),
    ],
  };
}

/** What ends with work ends sooner than what has a moment, as far as anybody knows. */
function lastOf(holds: readonly Hold[]): Hold | undefined {
  const end = ({ until, whileRun, whileTasks }: Hold): number => {
    if (until !== undefined) return Date.parse(until);
    return whileRun !== undefined || whileTasks === true ? 0 : Number.MAX_VALUE;
  };
  return holds.toSorted((one, other) => Number(other.held) - Number(one.held) || end(other) - end(one))[0];
}

export function fromTasks(tasks: readonly Task[]): Partial<HostState> {
  const ready = tasks.filter((task) => task.state === 'ready' && task.definition?.service === undefined);
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  const leavable = tasks.filter(({ definition }) => definition?.orphans === 'adopt').map(({ id }) => id);
  return { ready: ready.map(toReady), leavable: new Set(leavable), titles };
}

/** @param now ms since 1970 */
export function fromPauses(pauses: readonly Pause[], now: number): Partial<HostState> {
  const ofAll = pauses.filter(({ scope, from }) => 'all' in scope && Date.parse(from) <= now);
  const end = ({ until }: Pause): number => (until === undefined ? Infinity : Date.parse(until));
  const [last] = ofAll.toSorted((one, other) => end(other) - end(one));
  return { paused: last };
}

function toReady({ id, title, definition }: Task): ReadyTask {
  const needsParams = Object.values(definition?.params ?? {}).some(
    (param) => param.required === true && param.default === undefined,
  );
  return { id, title, needsParams };
}
