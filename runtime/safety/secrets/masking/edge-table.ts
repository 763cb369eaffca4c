/** From node and byte to node, in a few flat arrays: a look costs one or two reads of memory, however many there are. */

const MULTIPLIER = 0x9e3779b1;

export class EdgeTable {
  /** Node and byte in one number, and where it leads; 0 in `#targets` is free. */
  #keys = new Int32Array(4_096);
  #targets = new Int32Array(4_096);
  #shift = 20;
  #count = 0;

  /** @returns 0 where there is none */
  get(node: number, byte: number): number {
    const key = (node << 8) | byte;
    const mask = this.#keys.length - 1;
    let slot = Math.imul(key, MULTIPLIER) >>> this.#shift;
    for (;;) {
      const target = this.#targets[slot]!;
      if (target === 0 || this.#keys[slot] === key) return target;
      slot = (slot + 1) & mask;
    }
  }

  /** @param target not 0; there is none yet */
  add(node: number, byte: number, target: number): void {
    if (this.#count * 2 >= this.#keys.length) this.#grow();
    this.#count += 1;
    this.#put((node << 8) | byte, target);
  }

  #put(key: number, target: number): void {
    const mask = this.#keys.length - 1;
    let slot = Math.imul(key, MULTIPLIER) >>> this.#shift;
    while (this.#targets[slot] !== 0) slot = (slot + 1) & mask;
    this.#keys[slot] = key;
    this.#targets[slot] = target;
  }

  #grow(): void {
    const keys = this.#keys;
    const targets = this.#targets;
    this.#keys = new Int32Array(keys.length * 2);
    this.#targets = new Int32Array(keys.length * 2);
    this.#shift -= 1;
    for (let slot = 0; slot < keys.length; slot += 1)
      if (targets[slot] !== 0) this.#put(keys[slot]!, targets[slot]!);
  }
}
