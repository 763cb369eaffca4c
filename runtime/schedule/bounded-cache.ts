/** Keeps what was used last, and no more than `limit` of it. */
export class BoundedCache<K, V extends object> {
  readonly #limit: number;
  readonly #entries = new Map<K, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What `make` throws is passed on, and nothing is kept. */
  get(key: K, make: (key: K) => V): V {
    const known = this.#entries.get(key);
    const value = known ?? make(key);
    // A Map remembers the order of insertion: the first entry is the one that was not used for longest.
    if (known) this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest as K);
    }
    return value;
  }
}
