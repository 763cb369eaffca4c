/** As many as Node has threads for the disk, several times: none of them waits, and none of the others has to. */
const AT_ONCE = 16;

/** Asks about each, several at a time. @returns the answers in the order of the questions */
export async function eachOf<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers = Array.from<R>({ length: items.length });
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      answers[index] = await ask(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return answers;
}
