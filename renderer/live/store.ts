/** Everything the page knows, in one store. Written by live/ and by the actions; read by the pages. */
import { create } from 'zustand';
import type { PolicyView } from '#shared/http/safety.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { Run, RunSummary } from '#shared/nouns/run.ts';
import type { Settings } from '#shared/nouns/settings.ts';
import type { Pause } from '#shared/nouns/slot.ts';
import type { Overview } from '#shared/nouns/system.ts';
import type { Task } from '#shared/nouns/task.ts';
import type { ApiError } from '../api/api-error.ts';
import type { RunsList } from './runs-list.ts';

type Session = 'checking' | 'in' | 'out';
type Connection = 'connecting' | 'live' | 'reconnecting';

/** A run's page: the run, or why there is none. */
export interface RunDetail {
  readonly run?: Run | undefined;
  readonly error?: ApiError | undefined;
}

export interface LiveState {
  session: Session;
  /** Why signing in failed, for the sign-in page. */
  sessionError: ApiError | undefined;
  connection: Connection;
  overview: Overview | undefined;
  tasks: readonly Task[] | undefined;
  /** Findings of files from which not even a task could be read. */
  fileFindings: readonly Finding[];
  runs: RunsList | undefined;
  runsError: ApiError | undefined;
  details: ReadonlyMap<number, RunDetail>;
  /** Runs that were asked to end and have not ended yet. */
  cancelling: ReadonlySet<number>;
  settings: Settings | undefined;
  /** Pauses in force or to come. */
  pauses: readonly Pause[] | undefined;
  /** Grows whenever slots may have changed: what shows some reads them again. */
  scheduleStamp: number;
  /** Grows whenever approvals, the policy, the audit, clients or verdicts may have changed. */
  safetyStamp: number;
  /** Grows whenever agents may have changed. */
  agentsStamp: number;
  /** Grows whenever documents, sources or memories may have changed. */
  knowledgeStamp: number;
  /** Rises whenever a hold, or the power source, may be other than before. */
  powerStamp: number;
  /** The same, but seldom: for what takes long to read. */
  powerPastStamp: number;
  /** Grows whenever channels, routes or messages may have changed. */
  notifyStamp: number;
  /** Rises, seldom, whenever a run has ended: figures of weeks change little by one more. */
  insightsStamp: number;
  policy: PolicyView | undefined;
  /** Runs whose result waits for a human's word. */
  validations: readonly RunSummary[] | undefined;
  /** The last thing a screen reader should hear. */
  announcement: string;
}

export const EMPTY_STATE: LiveState = {
  session: 'checking',
  sessionError: undefined,
  connection: 'connecting',
  overview: undefined,
  tasks: undefined,
  fileFindings: [],
  runs: undefined,
  runsError: undefined,
  details: new Map(),
  cancelling: new Set(),
  settings: undefined,
  pauses: undefined,
  scheduleStamp: 0,
  safetyStamp: 0,
  agentsStamp: 0,
  knowledgeStamp: 0,
  powerStamp: 0,
  powerPastStamp: 0,
  notifyStamp: 0,
  insightsStamp: 0,
  policy: undefined,
  validations: undefined,
  announcement: '',
};

export const useLive = create<LiveState>(() => EMPTY_STATE);

/** How many run pages are kept, so that going back shows something at once. */
const KEPT_DETAILS = 20;

export function putDetail(id: number, detail: RunDetail): void {
  useLive.setState(({ details }) => {
    const next = new Map(details);
    next.delete(id);
    next.set(id, detail);
    for (const old of next.keys()) if (next.size > KEPT_DETAILS) next.delete(old);
    return { details: next };
  });
}

/** Brings an open run page up to what a summary says, until the whole run is fetched again. */
export function patchDetail(summary: RunSummary): void {
  const detail = useLive.getState().details.get(summary.id);
  if (detail?.run) putDetail(summary.id, { run: { ...detail.run, ...summary } });
}

export function setCancelling(id: number, cancelling: boolean): void {
  useLive.setState((state) => {
    if (state.cancelling.has(id) === cancelling) return state;
    const next = new Set(state.cancelling);
    if (cancelling) next.add(id);
    else next.delete(id);
    return { cancelling: next };
  });
}
