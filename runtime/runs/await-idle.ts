/** Waits until nothing of a task waits or goes any more. */
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { RunQueries } from './run-queries.ts';

/** @returns false where that took longer than `patience` ms */
export async function awaitIdle(
  task: string,
  { store, queries, clock }: { store: Store; queries: Pick<RunQueries, 'hasActive'>; clock: Clock },
  patience: number,
): Promise<boolean> {
  let late = false;
  let wake = (): void => undefined;
  const off = store.onEvent(() => wake());
  const cancel = clock.after(patience, () => {
    late = true;
    wake();
  });
  try {
    while (queries.hasActive(task)) {
      if (late) return false;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return true;
  } finally {
    off();
    cancel();
  }
}
