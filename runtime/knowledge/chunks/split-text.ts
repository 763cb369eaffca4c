/** Cuts a stretch of text into pieces of at most a size, where a reader would: between paragraphs, else lines, else words. */

/** A cut nearer to the beginning than this part of the size makes pieces too small. */
const LEAST_PART = 0.4;

/**
 * @returns the ends of the pieces, ascending, the last of them `end`
 */
export function cutsOf(text: string, start: number, end: number, most: number): number[] {
  const cuts: number[] = [];
  for (let at = start; end - at > most;) {
    at = bestCut(text, at, Math.min(end, at + most), most);
    cuts.push(at);
  }
  cuts.push(end);
  return cuts;
}

function bestCut(text: string, start: number, limit: number, most: number): number {
  const least = start + Math.ceil(most * LEAST_PART);
  const paragraph = lastBefore(text, '\n\n', limit, least, 2);
  if (paragraph !== undefined) return paragraph;
  const line = lastBefore(text, '\n', limit, least, 1);
  if (line !== undefined) return line;
  const word = lastBefore(text, ' ', limit, least, 1);
  if (word !== undefined) return word;
  return isSplitPair(text, limit) ? limit - 1 : limit;
}

/** The offset behind the last `sign` that ends at or before `limit` and not before `least`. */
function lastBefore(
  text: string,
  sign: string,
  limit: number,
  least: number,
  length: number,
): number | undefined {
  const at = text.lastIndexOf(sign, limit - length);
  return at === -1 || at + length < least ? undefined : at + length;
}

/** Whether an offset lies within one character that takes two units. */
export function isSplitPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
