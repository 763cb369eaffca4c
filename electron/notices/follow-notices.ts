/** Ties the notices to what happens: which task was failing is remembered here, since an event tells of one run only. */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { isBad, type RunSummary } from '#shared/nouns/run.ts';
import type { StateFeed } from '../menu-bar/state-feed.ts';
import { createNoticeDesk, type NoticeDeskOptions } from './notice-desk.ts';
import { readEvent, settledBy } from './read-event.ts';

/** @returns a function that ends it */
export function followNotices(
  feed: Pick<StateFeed, 'current' | 'onEvent' | 'ready'>,
  options: NoticeDeskOptions,
): () => void {
  const desk = createNoticeDesk(options);
  const failing = new Set<string>();
  void feed.ready.then(() => {
    for (const { task } of feed.current.failures) if (task !== undefined) failing.add(task);
  });
  const titleOf = (task: string): string => feed.current.titles.get(task) ?? task;
  const unfollow = feed.onEvent((event) => {
    const settled = settledBy(event);
    if (settled !== undefined) desk.settle(settled);
    const notice = readEvent(event, { titleOf, wasFailing: (task) => failing.has(task) });
    note(failing, event);
    if (notice !== undefined) desk.add(notice);
  });
  return () => {
    unfollow();
    desk.close();
  };
}

function note(failing: Set<string>, { type, data }: LukaEvent): void {
  if (type !== 'run.finished') return;
  const { task, state } = data['run'] as RunSummary;
  if (task === undefined) return;
  if (isBad(state)) failing.add(task);
  else if (state === 'succeeded') failing.delete(task);
}
