/** Runs one fetch at a time, at once when asked first, and once more after a pause for all that was asked meanwhile. */

export interface Refresher {
  (): void;
  /** Forgets what is waiting. */
  cancel(): void;
}

/** @param work never rejects; it deals with its own failures */
export function createRefresher(work: () => Promise<void>, gapMs: number): Refresher {
  let busy = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = async (): Promise<void> => {
    busy = true;
    again = false;
    await work();
    timer = setTimeout(() => {
      timer = undefined;
      busy = false;
      if (again) void run();
    }, gapMs);
  };
  const refresh = (): void => {
    if (busy) again = true;
    else void run();
  };
  refresh.cancel = (): void => {
    again = false;
    clearTimeout(timer);
    if (timer !== undefined) busy = false;
    timer = undefined;
  };
  return refresh;
}
