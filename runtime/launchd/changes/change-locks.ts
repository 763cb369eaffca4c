/** One change at a time of a file and of a label. */
import { LukaError } from '#shared/errors/luka-error.ts';

export class ChangeLocks {
  readonly #held = new Set<string>();

  /** @throws LukaError agent_busy */
  async hold<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const own = [...new Set(keys)];
    const taken = own.find((key) => this.#held.has(key));
    if (taken !== undefined)
      throw new LukaError('agent_busy', { message: `another change of ${taken} is going` });
    for (const key of own) this.#held.add(key);
    try {
      return await work();
    } finally {
      for (const key of own) this.#held.delete(key);
    }
  }
}
