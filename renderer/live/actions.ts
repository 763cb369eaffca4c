/** What a person can do from the page. Each says what became of it; none reject. */
import type { ParamValues } from '#shared/nouns/param.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { Pause, PauseScope } from '#shared/nouns/slot.ts';
import type { Task } from '#shared/nouns/task.ts';
import { toApiError } from '../api/api-error.ts';
import { client } from '../session/session.ts';
import { bridge } from '../session/host.ts';
import { toast, toastError } from '../ui/toasts.tsx';
import { capital } from '../words/run-state.ts';
import { approvalAddress } from './approval-news.ts';
import { refreshPauses, refreshSafety } from './fetches.ts';
import { upsertRun } from './runs-list.ts';
import { putDetail, setCancelling, useLive } from './store.ts';

/** Starts a task now, switched off or not: a person asked for it. Rejects with an ApiError, for the form to show. */
export async function startTask(task: Task, params: ParamValues): Promise<RunSummary> {
  const run = await client.runTask({
    params: { task: task.id },
    headers: {},
    body: {
      ...(Object.keys(params).length > 0 ? { params } : {}),
      ...(task.state === 'disabled' ? { force: true } : {}),
    },
  });
  started(run);
  return run;
}

export async function runAgain(run: Pick<RunSummary, 'id'>): Promise<RunSummary | undefined> {
  try {
    const again = await client.rerun({ params: { run: run.id }, body: {} });
    started(again);
    return again;
  } catch (error) {
    toastError(error);
    return undefined;
  }
}

function started(run: RunSummary): void {
  useLive.setState(({ runs }) => ({ runs: runs && upsertRun(runs, run) }));
  if (run.state === 'awaiting_approval' && run.approval !== undefined) {
    toast({
      kind: 'done',
      text: `${run.title} needs approval before it runs`,
      link: { to: approvalAddress(run.approval), text: 'Look' },
    });
    return;
  }
  toast({
    kind: 'done',
    text: `${run.title} is on its way as run #${run.id}`,
    link: { to: `/runs/${run.id}`, text: 'Watch' },
  });
}

export async function cancelRun(run: Pick<RunSummary, 'id'>): Promise<void> {
  setCancelling(run.id, true);
  try {
    await client.cancelRun({ params: { run: run.id }, body: {} });
  } catch (error) {
    setCancelling(run.id, false);
    // It ended by itself a moment before: what was wanted is so.
    if (toApiError(error).code !== 'run_done') toastError(error);
  }
}

/** Shows a task as Luka answered it. */
function put(next: Task): void {
  useLive.setState(({ tasks }) => ({ tasks: tasks?.map((each) => (each.id === next.id ? next : each)) }));
}

export async function setEnabled(task: Task, enabled: boolean): Promise<void> {
  put({ ...task, state: enabled ? 'ready' : 'disabled' });
  try {
    put(await client.updateTask({ params: { task: task.id }, body: { enabled } }));
  } catch (error) {
    put(task);
    toastError(error);
  }
}

export async function openTaskFile(task: Pick<Task, 'id'>): Promise<void> {
  try {
    const { file, opened, message } = await client.openTask({ params: { task: task.id }, body: {} });
    if (opened) toast({ kind: 'done', text: 'Opened in your editor', remedy: file });
    else if (!(await bridge?.invoke('luka:reveal', file))) {
      toast({ kind: 'done', text: capital(message ?? 'no editor could be opened here'), remedy: file });
    }
  } catch (error) {
    toastError(error);
  }
}

/**
 * Writes triggers into the task's file. Rejects with an ApiError, for the form to show.
 * @param hash of the file that the change was made for
 */
export async function saveTriggers(
  task: Task,
  triggers: readonly Record<string, unknown>[],
  hash: string,
): Promise<void> {
  put(await client.setTriggers({ params: { task: task.id }, body: { triggers: [...triggers], hash } }));
  toast({ kind: 'done', text: `The schedule of ${task.title} is saved` });
}

/** Ends a task's quarantine. */
export async function releaseTask(task: Task): Promise<void> {
  try {
    put(await client.releaseTask({ params: { task: task.id }, body: {} }));
    toast({ kind: 'done', text: `${task.title} is released: its triggers start it again` });
  } catch (error) {
    toastError(error);
  }
}

export type ServiceAction = 'start' | 'stop' | 'restart';

export async function changeService({ task }: ServiceStatus, action: ServiceAction): Promise<void> {
  const request = { params: { task }, body: {} };
  try {
    const service =
      action === 'start'
        ? await client.startService(request)
        : action === 'stop'
          ? await client.stopService(request)
          : await client.restartService(request);
    useLive.setState(({ tasks }) => ({
      tasks: tasks?.map((each) => (each.id === task ? { ...each, service } : each)),
    }));
  } catch (error) {
    toastError(error);
  }
}

/** Holds triggers. Rejects with an ApiError, for the form to show. */
export async function pauseSchedule(
  scope: PauseScope,
  { until, reason }: { until: string | undefined; reason: string },
): Promise<void> {
  const pause = await client.pause({
    body: { scope, ...(until === undefined ? {} : { until }), ...(reason === '' ? {} : { reason }) },
  });
  useLive.setState(({ pauses = [] }) => ({
    pauses: [...pauses.filter(({ id }) => id !== pause.id), pause],
  }));
}

/** Stops everything new, or lets it start again. */
export async function setFrozen(frozen: boolean): Promise<void> {
  try {
    useLive.setState({
      policy: frozen ? await client.freeze({ body: {} }) : await client.thaw({ body: {} }),
    });
  } catch (error) {
    toastError(error);
    await refreshSafety();
  }
}

/**
 * A human's word on the result of a run.
 * @returns whether it was taken
 */
export async function giveVerdict(
  run: Pick<RunSummary, 'id' | 'title'>,
  verdict: 'accepted' | 'rejected',
  reason: string,
): Promise<boolean> {
  try {
    const next = await client.validate({
      params: { run: run.id },
      body: { verdict, ...(reason === '' ? {} : { reason }) },
    });
    putDetail(next.id, { run: next });
    useLive.setState(({ validations }) => ({ validations: validations?.filter(({ id }) => id !== run.id) }));
    toast({
      kind: 'done',
      text: `${run.title} is ${verdict}`,
      link: { to: `/runs/${run.id}`, text: 'Show' },
    });
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}

export async function resumeSchedule({ scope }: Pick<Pause, 'scope'>): Promise<void> {
  try {
    const { ended } = await client.resume({ body: { scope } });
    const gone = new Set(ended.map(({ id }) => id));
    useLive.setState(({ pauses }) => ({ pauses: pauses?.filter(({ id }) => !gone.has(id)) }));
  } catch (error) {
    // Resumed elsewhere a moment before: what was wanted is so.
    if (toApiError(error).code !== 'not_paused') toastError(error);
    await refreshPauses();
  }
}
