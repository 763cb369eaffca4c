/**
 * Reads whose answer may be old when it arrives: an event told meanwhile of something that the answer does not know.
 * One read of a key goes at a time, and it is made once more when an event came during it.
 */
export interface FreshReads {
  /** @param work never rejects @returns when the newest answer is in */
  read(key: string, work: () => Promise<void>): Promise<void>;
  /** Says that what a key names has changed: an answer that is under way does not count. */
  touch(key: string): void;
}

/** @param gapMs between an answer that was old and the next read */
export function createFreshReads(gapMs: number): FreshReads {
  const underWay = new Map<string, { isOld: boolean; done: Promise<void> }>();
  return {
    read(key, work) {
      const known = underWay.get(key);
      if (known) {
        known.isOld = true;
        return known.done;
      }
      const one = { isOld: false, done: Promise.resolve() };
      underWay.set(key, one);
      one.done = (async () => {
        try {
          await work();
          while (one.isOld) {
            await new Promise((resolve) => setTimeout(resolve, gapMs));
            one.isOld = false;
            await work();
          }
        } finally {
          underWay.delete(key);
        }
      })();
      return one.done;
    },
    touch(key) {
      const known = underWay.get(key);
      if (known) known.isOld = true;
    },
  };
}
