/**
 * Durations counted in classes that grow by 5 %, so that percentiles of any stretch come of adding. The text in a row
 * is `class:count,class:count`; class -1 is 0 ms.
 */
const GROWTH = Math.log(1.05);

export type Histogram = Map<number, number>;

function classOf(ms: number): number {
  return ms < 1 ? -1 : Math.round(Math.log(ms) / GROWTH);
}

function valueOf(index: number): number {
  return index < 0 ? 0 : Math.exp(index * GROWTH);
}

/** @param times negative takes away what was added before */
export function count(histogram: Histogram, ms: number, times = 1): void {
  bump(histogram, classOf(ms), times);
}

export function bump(histogram: Histogram, index: number, times: number): void {
  const n = (histogram.get(index) ?? 0) + times;
  if (n === 0) histogram.delete(index);
  else histogram.set(index, n);
}

export function addText(histogram: Histogram, text: string): void {
  if (text === '') return;
  for (const part of text.split(',')) {
    const colon = part.indexOf(':');
    bump(histogram, Number(part.slice(0, colon)), Number(part.slice(colon + 1)));
  }
}

export function textOf(histogram: Histogram): string {
  return [...histogram]
    .toSorted(([a], [b]) => a - b)
    .map(([index, n]) => `${index}:${n}`)
    .join(',');
}

export function sizeOf(histogram: Histogram): number {
  let size = 0;
  for (const n of histogram.values()) size += n;
  return size;
}

/**
 * The nearest-rank percentile, within 2.5 % of the exact one.
 * @param share 0.5 for the median
 * @param most the largest that was counted, where it is known: no percentile is beyond it
 * @returns ms; null where nothing was counted
 */
export function percentile(histogram: Histogram, share: number, most = Infinity): number | null {
  const size = sizeOf(histogram);
  if (size === 0) return null;
  let left = Math.max(1, Math.ceil(size * share));
  for (const [index, n] of [...histogram].toSorted(([a], [b]) => a - b)) {
    left -= n;
    if (left <= 0) return Math.min(Math.round(valueOf(index)), most);
  }
  return null;
}
