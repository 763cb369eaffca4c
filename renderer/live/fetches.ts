/** What the pages ask for, put into the store. None of these reject: a failure is part of what is shown. */
import type { RunState } from '#shared/nouns/run.ts';
import { toApiError } from '../api/api-error.ts';
import { client } from '../session/session.ts';
import { createFreshReads } from './fresh-reads.ts';
import { appendPage, refreshHead, sameFilter, type RunsFilter } from './runs-list.ts';
import { putDetail, useLive } from './store.ts';

const RUNS_PAGE = 200;
/** The server gives no more at once. */
export const MOST_VALIDATIONS = 500;

/** Between an answer that an event had overtaken and the next read. */
const GAP_MS = 250;
const reads = createFreshReads(GAP_MS);

/** Answers that are under way may not know what an event says of a run. */
export function touchRun(id: number): void {
  reads.touch(`run ${id}`);
  if (latest) reads.touch(headKey(latest));
}

/** As with a run: a list of tasks that is under way may be old. */
export function touchTasks(): void {
  reads.touch('tasks');
}

export function refreshTasks(): Promise<void> {
  return reads.read('tasks', async () => {
    try {
      const { tasks, findings } = await client.listTasks();
      if (useLive.getState().session === 'in') useLive.setState({ tasks, fileFindings: findings });
    } catch {
      // The connection line says that Luka does not answer; the list stays as it was.
    }
  });
}

export function fetchRun(id: number): Promise<void> {
  return reads.read(`run ${id}`, async () => {
    try {
      putDetail(id, { run: await client.getRun({ params: { run: id } }) });
    } catch (thrown) {
      const error = toApiError(thrown);
      const known = useLive.getState().details.get(id)?.run;
      if (error.status !== 0 || !known)
        putDetail(id, { run: error.status === 404 ? undefined : known, error });
    }
  });
}

export async function fetchSettings(): Promise<void> {
  const settings = await client.getSettings().catch(() => undefined);
  if (settings) useLive.setState({ settings });
}

export async function refreshPauses(): Promise<void> {
  try {
    const { pauses } = await client.listPauses();
    if (useLive.getState().session === 'in') useLive.setState({ pauses });
  } catch {
    // As with the tasks: the connection line says that Luka does not answer.
  }
}

/** What the shell shows on every page: whether Luka is frozen, and how many results wait for a human. */
export async function refreshSafety(): Promise<void> {
  const [policy, waiting] = await Promise.all([
    client.getPolicy().catch(() => undefined),
    client.listValidations({ query: { state: 'waiting', limit: MOST_VALIDATIONS } }).catch(() => undefined),
  ]);
  // As with the tasks: without an answer everything stays as it was.
  if (useLive.getState().session !== 'in') return;
  useLive.setState((state) => ({
    policy: policy ?? state.policy,
    validations: waiting?.runs ?? state.validations,
    safetyStamp: state.safetyStamp + 1,
  }));
}

/** Shows the runs of a filter; what was read of another filter is let go. */
export async function openRuns(filter: RunsFilter): Promise<void> {
  const { runs } = useLive.getState();
  if (!runs || !sameFilter(runs.filter, filter)) useLive.setState({ runs: undefined, runsError: undefined });
  await readHead(filter);
}

export async function refreshRuns(): Promise<void> {
  const { runs } = useLive.getState();
  if (runs) await readHead(runs.filter);
}

let latest: RunsFilter | undefined;

function headKey({ states, task }: RunsFilter): string {
  return `runs ${states.join()} ${task}`;
}

function readHead(filter: RunsFilter): Promise<void> {
  latest = filter;
  const isWanted = (): boolean => latest !== undefined && sameFilter(latest, filter);
  return reads.read(headKey(filter), async () => {
    if (!isWanted()) return;
    try {
      const page = await client.listRuns({ query: { ...queryOf(filter), limit: RUNS_PAGE } });
      if (!isWanted()) return;
      useLive.setState(({ runs }) => ({
        runsError: undefined,
        runs:
          runs && sameFilter(runs.filter, filter)
            ? refreshHead(runs, page)
            : { filter, runs: page.runs, next: page.next },
      }));
    } catch (error) {
      if (isWanted()) useLive.setState({ runsError: toApiError(error) });
    }
  });
}

let reading = false;

/** Reads the page after the last row, once at a time. */
export async function moreRuns(): Promise<void> {
  const list = useLive.getState().runs;
  if (list?.next === undefined || reading) return;
  reading = true;
  try {
    const page = await client.listRuns({
      query: { ...queryOf(list.filter), before: list.next, limit: RUNS_PAGE },
    });
    useLive.setState(({ runs }) =>
      runs && sameFilter(runs.filter, list.filter) ? { runs: appendPage(runs, page) } : {},
    );
  } catch (error) {
    useLive.setState({ runsError: toApiError(error) });
  } finally {
    reading = false;
  }
}

function queryOf({ states, task }: RunsFilter): { state?: string; task?: string } {
  return {
    ...(states.length > 0 ? { state: states.join(',') } : {}),
    ...(task === undefined ? {} : { task }),
  };
}

/** The states behind each filter of the runs page. */
export const STATE_FILTERS = {
  all: [],
  active: ['queued', 'awaiting_approval', 'running'],
  succeeded: ['succeeded'],
  failed: ['failed', 'timed_out', 'interrupted', 'denied'],
  cancelled: ['cancelled'],
} as const satisfies Record<string, readonly RunState[]>;
export type StateFilter = keyof typeof STATE_FILTERS;
