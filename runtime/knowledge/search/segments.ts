/** Words of scripts without spaces, by the dictionaries of ICU (Unicode UAX #29, section 6.2) that Node has in it. */
import { hasUnspaced } from './scripts.ts';

/** A stretch of such a script with its vowels and signs. */
const UNSPACED_RUN =
  /[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]+/gu;

let segmenter: Intl.Segmenter | undefined;

/** Words alone, as they stand, in order. */
export function segmentsOf(text: string): string[] {
  // The language matters little: the dictionary is chosen by the script.
  segmenter ??= new Intl.Segmenter('th', { granularity: 'word' });
  return Array.from(segmenter.segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
}

export interface ApartScripts {
  /** Words of scripts without spaces. */
  readonly segments: readonly string[];
  /** The text without them. */
  readonly spaced: string;
}

export function apartScripts(text: string): ApartScripts {
  if (!hasUnspaced(text)) return { segments: [], spaced: text };
  const segments: string[] = [];
  const spaced = text.replace(UNSPACED_RUN, (run) => {
    segments.push(...segmentsOf(run).filter(hasUnspaced));
    return ' ';
  });
  return { segments, spaced };
}
