/** What a text is about: its words without inflection and without those that say nothing, English and Thai. */
import { STOP_WORDS } from './stop-words.ts';

const THAI = /\p{Script=Thai}/u;
/** A run of Thai, or a word of letters and digits of any other script. */
const RUNS =
  /[\p{Script=Thai}]+|(?:(?!\p{Script=Thai})[\p{L}\p{N}])[\p{M}]*(?:(?:(?!\p{Script=Thai})[\p{L}\p{N}])[\p{M}]*)*/gu;

let segmenter: Intl.Segmenter | undefined;

/** Thai has no spaces: ICU's dictionary says where its words are. */
export function thaiWords(run: string): string[] {
  segmenter ??= new Intl.Segmenter('th', { granularity: 'word' });
  return [...segmenter.segment(run)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

/** Every word in its order, folded and stemmed, stop words too. */
export function allWords(text: string): string[] {
  const words: string[] = [];
  for (const [run] of text.normalize('NFC').toLowerCase().matchAll(RUNS))
    if (THAI.test(run)) words.push(...thaiWords(run));
    else words.push(stem(fold(run)));
  return words;
}

/** In their order, each as often as it stands there. */
export function contentWords(text: string): string[] {
  const words: string[] = [];
  for (const [run] of text.normalize('NFC').toLowerCase().matchAll(RUNS)) {
    if (THAI.test(run)) words.push(...thaiWords(run).filter((word) => !STOP_WORDS.has(word)));
    else if (!STOP_WORDS.has(run) && (run.length > 1 || /\p{N}/u.test(run))) words.push(stem(fold(run)));
  }
  return words;
}

export function isThai(text: string): boolean {
  return THAI.test(text);
}

function fold(word: string): string {
  return word.normalize('NFD').replace(/\p{M}+/gu, '');
}

/** Light: plural, -ed, -ing and a final e. What is left begins like all its forms, which is enough to compare and to search. */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let base = word;
  if (base.endsWith('ies') && base.length > 4) base = base.slice(0, -2);
  else if (base.endsWith('sses')) base = base.slice(0, -2);
  else if (base.endsWith('s') && !/(?:ss|us|is)$/.test(base)) base = base.slice(0, -1);
  if (base.endsWith('ing') && base.length > 5) base = undouble(base.slice(0, -3));
  else if (base.endsWith('ed') && base.length > 4) base = undouble(base.slice(0, -2));
  if (base.endsWith('y') && base.length > 3) base = `${base.slice(0, -1)}i`;
  if (base.endsWith('e') && base.length > 4) base = base.slice(0, -1);
  return base;
}

function undouble(base: string): string {
  return /([b-df-hj-km-np-rtv-z])\1$/.test(base) && base.length > 3 ? base.slice(0, -1) : base;
}
