/** The list of runs under a filter, newest first, as far back as it was read; kept true by events. Pure. */
import type { RunState, RunSummary } from '#shared/nouns/run.ts';

export interface RunsFilter {
  readonly states: readonly RunState[];
  readonly task: string | undefined;
}
export interface RunsList {
  readonly filter: RunsFilter;
  /** By id, descending. */
  readonly runs: readonly RunSummary[];
  /** Where the next page starts; undefined at the first run of all. */
  readonly next: number | undefined;
}
export interface RunsPage {
  readonly runs: readonly RunSummary[];
  readonly next?: number | undefined;
}

export const ALL_RUNS: RunsFilter = { states: [], task: undefined };

export function sameFilter(a: RunsFilter, b: RunsFilter): boolean {
  return a.task === b.task && a.states.join() === b.states.join();
}

function matches(filter: RunsFilter, run: RunSummary): boolean {
  return (
    (filter.states.length === 0 || filter.states.includes(run.state)) &&
    (filter.task === undefined || run.task === filter.task)
  );
}

/** The list with a run as it now is: put in, replaced, or taken out. */
export function upsertRun(list: RunsList, run: RunSummary): RunsList {
  const index = list.runs.findIndex(({ id }) => id <= run.id);
  const found = index >= 0 && list.runs[index]?.id === run.id;
  if (!matches(list.filter, run)) {
    return found ? { ...list, runs: list.runs.filter(({ id }) => id !== run.id) } : list;
  }
  if (found) return { ...list, runs: list.runs.with(index, run) };
  if (index >= 0) return { ...list, runs: list.runs.toSpliced(index, 0, run) };
  // Older than everything read: it comes with its page, unless there are no more pages.
  return list.next === undefined ? { ...list, runs: [...list.runs, run] } : list;
}

/** The list with the page that follows it. */
export function appendPage(list: RunsList, page: RunsPage): RunsList {
  const last = list.runs.at(-1)?.id ?? Infinity;
  return { ...list, runs: [...list.runs, ...page.runs.filter(({ id }) => id < last)], next: page.next };
}

/** The list with its first page read anew, after events were missed. Where the two no longer meet, only the page stays. */
export function refreshHead(list: RunsList, page: RunsPage): RunsList {
  const floor = page.runs.at(-1)?.id;
  const newest = list.runs[0]?.id;
  if (page.next === undefined || floor === undefined || newest === undefined || newest < floor) {
    return { ...list, runs: page.runs, next: page.next };
  }
  return { ...list, runs: [...page.runs, ...list.runs.filter(({ id }) => id < floor)] };
}
