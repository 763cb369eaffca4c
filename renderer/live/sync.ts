/**
 * Keeps the store true: one overview, then every event after it. A broken connection is tried again, soon at first and
 * then every few seconds; what was missed meanwhile is fetched, and the stream resumes where it stood.
 */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { isAbort } from '../api/api-error.ts';
import { client } from '../session/session.ts';
import { isActive, stateLabel } from '../words/run-state.ts';
import { createRefresher } from './refresher.ts';
import { mayStream, untilVisible } from './seats.ts';
import { runOf, staleAfter, withRun } from './reduce.ts';
import {
  fetchRun,
  refreshPauses,
  refreshRuns,
  refreshSafety,
  refreshTasks,
  touchRun,
  touchTasks,
} from './fetches.ts';
import { announceApproval } from './approval-news.ts';
import { announceModule } from './module-news.ts';
import { tellEvent } from './events.ts';
import { forgetDaysAfter } from './days.ts';
import { upsertRun } from './runs-list.ts';
import { patchDetail, setCancelling, useLive } from './store.ts';

const MAX_WAIT_MS = 8_000;
/** Fetches that follow events wait at least this long between two of a kind. */
const GAP_MS = 250;

let lastSeq = 0;
let wake: (() => void) | undefined;
let stream: AbortController | undefined;

const overviewSoon = createRefresher(async () => {
  const overview = await client.getOverview().catch(() => undefined);
  if (overview && useLive.getState().session === 'in') useLive.setState({ overview });
}, GAP_MS);
const tasksSoon = createRefresher(refreshTasks, GAP_MS);
const pausesSoon = createRefresher(refreshPauses, GAP_MS);
const safetySoon = createRefresher(refreshSafety, GAP_MS);
const agentsSoon = createRefresher(
  async () => useLive.setState(({ agentsStamp }) => ({ agentsStamp: agentsStamp + 1 })),
  GAP_MS,
);
const knowledgeSoon = createRefresher(
  async () => useLive.setState(({ knowledgeStamp }) => ({ knowledgeStamp: knowledgeStamp + 1 })),
  GAP_MS,
);
const powerSoon = createRefresher(
  async () => useLive.setState(({ powerStamp }) => ({ powerStamp: powerStamp + 1 })),
  GAP_MS,
);
const notifySoon = createRefresher(
  async () => useLive.setState(({ notifyStamp }) => ({ notifyStamp: notifyStamp + 1 })),
  GAP_MS,
);
/** A week of holds is long to read, and one more of them changes little of it. */
const PAST_GAP_MS = 15_000;
const powerPastSoon = createRefresher(
  async () => useLive.setState(({ powerPastStamp }) => ({ powerPastStamp: powerPastStamp + 1 })),
  PAST_GAP_MS,
);
const insightsSoon = createRefresher(
  async () => useLive.setState(({ insightsStamp }) => ({ insightsStamp: insightsStamp + 1 })),
  PAST_GAP_MS,
);
const scheduleSoon = createRefresher(
  async () => useLive.setState(({ scheduleStamp }) => ({ scheduleStamp: scheduleStamp + 1 })),
  GAP_MS,
);
const staleRuns = new Set<number>();
const detailsSoon = createRefresher(async () => {
  const ids = [...staleRuns];
  staleRuns.clear();
  await Promise.all(ids.map((id) => fetchRun(id)));
}, GAP_MS);

/** Starts following Luka; @returns a function that stops it. */
export function startSync(): () => void {
  const life = new AbortController();
  void follow(life.signal);
  const hurry = (): void => {
    if (document.visibilityState === 'visible') wake?.();
    else void parkWhenCrowded();
  };
  document.addEventListener('visibilitychange', hurry);
  window.addEventListener('online', hurry);
  return () => {
    life.abort();
    wake?.();
    document.removeEventListener('visibilitychange', hurry);
    window.removeEventListener('online', hurry);
  };
}

/** Tries at once instead of waiting. */
export function reconnectNow(): void {
  wake?.();
}

/** A hidden tab gives up its connection where there are many tabs. */
async function parkWhenCrowded(): Promise<void> {
  if (!(await mayStream())) stream?.abort();
}

async function follow(signal: AbortSignal): Promise<void> {
  let wait = 250;
  while (!signal.aborted) {
    if (!(await mayStream())) await untilVisible(signal);
    stream = new AbortController();
    try {
      const overview = await client.getOverview({}, { signal });
      const { eventSeq } = overview.status;
      // A smaller number is another ledger: what is known of the old one does not count.
      const resumed = lastSeq > 0 && eventSeq >= lastSeq;
      if (!resumed) lastSeq = eventSeq;
      useLive.setState({ overview, connection: 'live', cancelling: new Set() });
      catchUp();
      wait = 250;
      const events = client.streamEvents(
        resumed ? { query: {}, lastEventId: String(lastSeq) } : { query: { after: lastSeq } },
        { signal: AbortSignal.any([signal, stream.signal]) },
      );
      for await (const { data } of events) take(JSON.parse(data) as LukaEvent);
    } catch (error) {
      if (signal.aborted) return;
      if (isAbort(error)) continue;
    }
    if (signal.aborted) return;
    useLive.setState({ connection: 'reconnecting' });
    await pause(wait);
    wait = Math.min(wait * 2, MAX_WAIT_MS);
  }
}

/** Fetches again what the pages show; events may have been missed. */
function catchUp(): void {
  const { tasks, runs, details } = useLive.getState();
  pausesSoon();
  safetySoon();
  agentsSoon();
  knowledgeSoon();
  powerSoon();
  powerPastSoon();
  insightsSoon();
  forgetDaysAfter(undefined);
  scheduleSoon();
  if (tasks) tasksSoon();
  if (runs) void refreshRuns();
  for (const [id, { run }] of details) if (!run || isActive(run.state)) staleRuns.add(id);
  if (staleRuns.size > 0) detailsSoon();
}

function take(event: LukaEvent): void {
  if (event.seq <= lastSeq) return;
  lastSeq = event.seq;
  const run = runOf(event);
  if (run) {
    useLive.setState(({ overview, runs }) => ({
      // An overview read after the event knows it already, and may know better.
      overview: overview && event.seq > overview.status.eventSeq ? withRun(overview, run) : overview,
      runs: runs && upsertRun(runs, run),
    }));
    touchRun(run.id);
    patchDetail(run);
    if (event.type === 'run.finished') {
      setCancelling(run.id, false);
      useLive.setState({ announcement: `${run.title}: ${stateLabel(run.state).toLowerCase()}` });
    }
  }
  announceApproval(event);
  announceModule(event);
  if (event.type === 'task.quarantined' && event.task !== undefined) announceQuarantine(event.task);
  forgetDaysAfter(event);
  if (event.type === 'run.cancelling' && event.run !== undefined) setCancelling(event.run, true);
  for (const stale of staleAfter(event)) {
    if (stale === 'overview') overviewSoon();
    if (stale === 'tasks') touchTasks();
    if (stale === 'tasks' && useLive.getState().tasks) tasksSoon();
    if (stale === 'pauses') pausesSoon();
    if (stale === 'safety') safetySoon();
    if (stale === 'agents') agentsSoon();
    if (stale === 'knowledge') knowledgeSoon();
    if (stale === 'notify') notifySoon();
    if (stale === 'power') {
      powerSoon();
      powerPastSoon();
    }
    if (stale === 'insights') insightsSoon();
    if (stale === 'schedule') scheduleSoon();
    if (stale === 'run' && event.run !== undefined) {
      touchRun(event.run);
      if (!useLive.getState().details.has(event.run)) continue;
      staleRuns.add(event.run);
      detailsSoon();
    }
  }
  tellEvent(event);
}

function announceQuarantine(id: string): void {
  const title = useLive.getState().tasks?.find((task) => task.id === id)?.title ?? id;
  useLive.setState({ announcement: `${title} is in quarantine: it failed too often in a row` });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      wake = undefined;
      resolve();
    }
    wake = done;
  });
}
