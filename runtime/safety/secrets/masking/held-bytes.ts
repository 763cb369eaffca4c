/** The bytes at the end of a stream that are not passed on yet. Adding and taking cost what the bytes cost, however small the pieces. */
export class HeldBytes {
  #buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  add(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#buffer.length) {
      const wanted = this.length + bytes.length;
      const held = this.#buffer.subarray(this.#start, this.#end);
      // Half of it is free afterwards, so that the next move is as far away as this one was dear.
      if (wanted * 2 > this.#buffer.length || wanted * 8 < this.#buffer.length) {
        this.#buffer = Buffer.allocUnsafe(Math.max(4_096, wanted * 2));
        this.#buffer.set(held);
      } else this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** The first bytes, which are held no longer; good until the next `add`. */
  take(count: number): Buffer {
    const taken = this.#buffer.subarray(this.#start, this.#start + count);
    this.#start += count;
    return taken;
  }
}
