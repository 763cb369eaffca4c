/** A smaller input that still fails: parts are left out, large ones first, as long as anything can be. */
type Sliced = string | Buffer | readonly unknown[];

/** @param fails whether an input still fails. @param patience how many inputs are tried at most */
export async function shrink(
  input: unknown,
  fails: (input: unknown) => Promise<boolean>,
  patience = 400,
): Promise<unknown> {
  if (typeof input !== 'string' && !Buffer.isBuffer(input) && !Array.isArray(input)) {
    if (input === null || typeof input !== 'object') return input;
    const parts: Record<string, unknown> = { ...input };
    for (const [name, part] of Object.entries(parts))
      parts[name] = await shrink(part, (smaller) => fails({ ...parts, [name]: smaller }), patience);
    return parts;
  }
  let least: Sliced = input as Sliced;
  let tries = 0;
  for (let size = Math.ceil(least.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < least.length && tries < patience; tries += 1) {
      const smaller = without(least, at, size);
      if (smaller.length > 0 && (await fails(smaller))) least = smaller;
      else at += size;
    }
  }
  return least;
}

function without(input: Sliced, at: number, size: number): Sliced {
  if (typeof input === 'string') return input.slice(0, at) + input.slice(at + size);
  if (Buffer.isBuffer(input)) return Buffer.concat([input.subarray(0, at), input.subarray(at + size)]);
  return [...input.slice(0, at), ...input.slice(at + size)];
}
