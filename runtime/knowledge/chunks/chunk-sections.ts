/** Text as chunks: cut where its sections begin, and within one where a reader would. */
import { MOST_UNITS, type Chunk } from './chunk.ts';
import { LineIndex } from './line-index.ts';
import { cutsOf } from './split-text.ts';

export interface Section {
  /** UTF-16 offset. */
  readonly start: number;
  /** That it stands under, the outermost first. */
  readonly headings: readonly string[];
}

/**
 * @param sections ascending; what stands before the first one belongs to none
 * @returns chunks that together are the whole text; none for an empty one
 */
export function chunkSections(
  text: string,
  sections: readonly Section[],
  most: number = MOST_UNITS,
): Chunk[] {
  if (text === '') return [];
  const lines = new LineIndex(text);
  const all = sections[0]?.start === 0 ? sections : [{ start: 0, headings: [] }, ...sections];
  const chunks: Chunk[] = [];
  all.forEach(({ start, headings }, at) => {
    const end = all[at + 1]?.start ?? text.length;
    if (end <= start) return;
    let from = start;
    for (const to of cutsOf(text, start, end, most)) {
      chunks.push({ start: from, end: to, line: lines.at(from), lastLine: lines.at(to - 1), headings });
      from = to;
    }
  });
  return chunks;
}
