/** At most `most` calls at once; the others wait for their turn, in order. */
export function limit(most: number): <T>(call: () => Promise<T>) => Promise<T> {
  let going = 0;
  const waiting: (() => void)[] = [];
  let head = 0;
  /** The place goes on to the one that waits longest. */
  const leave = (): void => {
    const start = waiting[head];
    if (!start) {
      going -= 1;
      return;
    }
    head += 1;
    if (head === waiting.length) {
      waiting.length = 0;
      head = 0;
    }
    start();
  };
  return async (call) => {
    if (going >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else going += 1;
    try {
      return await call();
    } finally {
      leave();
    }
  };
}
