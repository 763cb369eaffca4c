/** Plans of changes: how things are, and how they are to be. Nothing is changed here. */
import { dirname } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentAction } from '#shared/nouns/agent.ts';
import {
  bytesOf,
  type ChangePlan,
  type FileImage,
  type JobBefore,
  type JobState,
  type PlannedFile,
  type PlannedJob,
} from './change-plan.ts';
import { jobFactsOf, logFoldersOf } from './job-facts.ts';
import { isLeaving, isLoadedFrom, type LaunchdView } from './launchd-view.ts';
import { missingFolders } from './log-folders.ts';
import { ownerIn } from './plist-files.ts';

const PLIST_MODE = 0o644;

/** A plist's text as the file it is to be. */
export async function imageOf(file: string, text: string): Promise<FileImage> {
  const owner = await ownerIn(dirname(file));
  return { bytes: Buffer.from(text).toString('base64'), mode: PLIST_MODE, ...owner };
}

/** How a job is, as launchd and its plist tell it. */
export async function lookAtJob(
  view: LaunchdView,
  job: { readonly domain: string; readonly label: string; readonly path: string },
  image: FileImage | null,
): Promise<JobBefore> {
  const print = await view.service(job.domain, job.label);
  const isOwn = print !== undefined && !isLeaving(print) && (await isLoadedFrom(print, job.path));
  const facts = jobFactsOf(bytesOf(image));
  const stored = await view.storedDisabled(job.domain, job.label);
  const failed =
    isOwn &&
    (print.lastSignal !== undefined ||
      (print.lastExitCode !== undefined && (print.lastExitCode !== 0 || facts?.alwaysKept === true)));
  return {
    loaded: isOwn,
    disabled: stored ?? (facts?.label === job.label && facts.disabled),
    running: isOwn && print.pid !== undefined,
    ...(failed ? { failure: { code: print.lastExitCode, signal: print.lastSignal } } : {}),
  };
}

/** @throws LukaError agent_exists where launchd has another plist loaded under that label */
export async function refuseForeign(
  view: LaunchdView,
  job: Omit<PlannedJob, 'before' | 'after'>,
): Promise<void> {
  const print = await view.service(job.domain, job.label);
  if (print && !isLeaving(print) && !(await isLoadedFrom(print, job.path)))
    throw new LukaError('agent_exists', {
      message: `launchd has ${job.label} loaded from ${print.path ?? 'elsewhere'}`,
    });
}

/**
 * What a job is to be.
 * @param was how the plist's job was, under whichever label
 * @param disabled whether launchd would refuse to load the plist as it is to be
 */
export type Wanted = (was: JobBefore, disabled: boolean) => JobState;

export interface PlanContext {
  readonly view: LaunchdView;
  readonly domain: string;
  /** Of the person. */
  readonly home: string;
}

/**
 * A plan for one plist: its text, and whether launchd is to have it.
 * @param after the file as it is to be; null removes it
 * @throws LukaError agent_exists, agent_invalid, launchctl_failed, launchctl_silent, launchd_absent
 */
export async function planChange(
  action: AgentAction,
  file: PlannedFile,
  wanted: Wanted,
  context: PlanContext,
): Promise<ChangePlan> {
  const { view, domain, home } = context;
  const path = file.path;
  const old = jobFactsOf(bytesOf(file.before));
  const next = jobFactsOf(bytesOf(file.after));
  const label = next?.label ?? old?.label;
  const jobs: PlannedJob[] = [];
  const was = old && (await lookAtJob(view, { domain, label: old.label, path }, file.before));
  if (old && was && next?.label !== old.label) {
    // Its label goes: what is left of it is a word in launchd's store.
    const stored = await view.storedDisabled(domain, old.label);
    const after = { loaded: false, disabled: stored ?? false };
    jobs.push({ domain, label: old.label, path, before: was, after });
  }
  if (next) {
    const job = { domain, label: next.label, path };
    const before = was && old?.label === next.label ? was : await lookAtJob(view, job, file.before);
    const stored = await view.storedDisabled(domain, next.label);
    const after = wanted(was ?? before, stored ?? next.disabled);
    if (after.loaded) await refuseForeign(view, job);
    jobs.push({ ...job, before, after });
  }
  const folders = next ? await missingFolders(logFoldersOf(next, home)) : [];
  return {
    action,
    label: label ?? path,
    file: path,
    files: [file],
    jobs,
    folders,
    restart: folders.length > 0,
  };
}

/** A plan that brings back what was before another one. */
export async function planBack(
  plan: ChangePlan,
  view: LaunchdView,
  imageNow: (path: string) => Promise<FileImage | null>,
): Promise<ChangePlan> {
  const files = await Promise.all(
    plan.files.map(async ({ path, before }) => ({ path, before: await imageNow(path), after: before })),
  );
  const jobs: PlannedJob[] = [];
  for (const { domain, label, path, before } of plan.jobs) {
    const image = files.find((file) => file.path === path)?.before ?? null;
    const job = { domain, label, path };
    if (before.loaded) await refuseForeign(view, job);
    const { loaded, disabled } = before;
    const now = await lookAtJob(view, job, image);
    // Nor has it to do better than it did then.
    const failure = before.failure ?? now.failure;
    const looked = failure === undefined ? now : { ...now, failure };
    jobs.push({ ...job, before: looked, after: { loaded, disabled } });
  }
  return { action: 'rollback', label: plan.label, file: plan.file, files, jobs, folders: [], restart: false };
}
