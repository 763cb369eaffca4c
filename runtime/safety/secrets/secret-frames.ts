/**
 * How values travel to the filter: a count, then each with its length, all numbers as 32 bits, big end first. Nothing is
 * believed of a message that is not whole: a filter that lacks a value would show it.
 */

export function packSecrets(values: readonly (string | Uint8Array)[]): Buffer {
  const parts = [number(values.length)];
  for (const value of values) {
    const bytes = Buffer.from(value);
    parts.push(number(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

/** @throws Error where it is not exactly what was packed */
export function unpackSecrets(message: Buffer): Buffer[] {
  let at = 0;
  const next = (length: number): Buffer => {
    if (at + length > message.length) throw new Error('the list of secrets is cut off');
    at += length;
    return message.subarray(at - length, at);
  };
  const count = next(4).readUInt32BE();
  const values: Buffer[] = [];
  for (let index = 0; index < count; index += 1) values.push(next(next(4).readUInt32BE()));
  if (at !== message.length) throw new Error('something follows the list of secrets');
  return values;
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
