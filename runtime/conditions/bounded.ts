/** Asking things that may never answer: a disk of a server that is gone keeps whoever asks it waiting. */

/** @throws what `late` makes, where the answer takes longer than `ms`. The call itself goes on: nothing can end it. */
export async function within<T>(ms: number, answer: Promise<T>, late: () => Error): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), ms);
  timer.unref();
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * One call at a time for each key: whoever asks meanwhile gets the same answer. What hangs then holds one thread of the
 * few that Node has for the disk and for names, however often it is asked.
 */
export function onePerKey<T>(call: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const going = new Map<string, Promise<T>>();
  return (key) => {
    const known = going.get(key);
    if (known) return known;
    const answer = call(key).finally(() => going.delete(key));
    going.set(key, answer);
    return answer;
  };
}
