/** A task that was put into quarantine does not run any more: that is said once, where a person sees it. */
import type { LukaEvent } from '#shared/nouns/event.ts';

export interface QuarantineNoticeOptions {
  readonly follow: (listener: (event: LukaEvent) => void) => () => void;
  readonly titleOf: (task: string) => string;
  readonly show: (notice: { title: string; body: string; open: string }) => void;
}

/** @returns a function that ends it */
export function tellOfQuarantine({ follow, titleOf, show }: QuarantineNoticeOptions): () => void {
  return follow((event) => {
    if (event.type !== 'task.quarantined' || event.task === undefined) return;
    const { failures, message } = event.data as { failures?: number; message?: string };
    show({
      title: `${titleOf(event.task)} was stopped`,
      body: `It failed ${failures} times in a row${message === undefined ? '' : `: ${message}`}`,
      open: `/tasks/${event.task}`,
    });
  });
}
