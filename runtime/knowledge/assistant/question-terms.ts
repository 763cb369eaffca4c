/**
 * What a question asks about, and how much each of its words tells. What was found was found by these words, so that how rare
 * one is among it says little: it counts, but not much.
 */
import { contentWords, isThai } from '../words/content-words.ts';
import type { Candidate } from './evidence.ts';
import type { Asked } from './follow-up.ts';

export interface Term {
  readonly word: string;
  /** As the question has it. */
  readonly shown: string;
  readonly worth: number;
  /** No sentence that was found has it. */
  readonly isMissing: boolean;
  /** It stands for another one that no document has: a slip of the pen, or another word. */
  readonly isGuess: boolean;
}

/** Words of asking, which an answer need not repeat. */
const ASKING = new Set(
  contentWords(
    'explain describe find show know mean happen work use need want look thing way kind give find question answer tell summary ' +
      'luka reason long often many time day name list detail info information อธิบาย บอก แสดง หมายความ หมายถึง เหตุผล รายละเอียด ช่วย เท่าไหร่ กี่ บ่อย แค่ แค่ไหน ขนาดไหน',
  ),
);
const ASKING_WORTH = 0.2;
/** Verbs that go with anything. */
const COMMON = new Set(
  contentWords(
    'keep kept put set make made take taken start stop begin end go come leave left stand run use call turn hold held let try help change add ' +
      'เริ่ม หยุด ใช้ ทำ เก็บ ตั้ง เปลี่ยน เพิ่ม',
  ),
);
const COMMON_WORTH = 0.6;
const RARITY = 0.25;
/** Of a word that only the question before has. */
const CONTEXT_WORTH = 0.4;

export function termsOf(
  { question, context }: Asked,
  candidates: readonly Candidate[],
  corrected: readonly { readonly from: string; readonly to: string }[] = [],
): Term[] {
  const read = (text: string) =>
    shownWords(corrected.reduce((whole, { from, to }) => replaced(whole, from, to), text));
  const own = read(question);
  const guesses = new Set(corrected.flatMap(({ to }) => contentWords(to)));
  return [...new Map([...read(context), ...own])].map(([word, shown]) => {
    const having = candidates.filter((one) => one.words.has(word) || one.around.has(word)).length;
    const rarity = Math.log(1 + (candidates.length + 1) / (1 + having));
    const kind = ASKING.has(word) ? ASKING_WORTH : COMMON.has(word) ? COMMON_WORTH : 1;
    const place = own.has(word) ? 1 : CONTEXT_WORTH;
    return {
      word,
      shown,
      worth: place * kind * (1 + RARITY * rarity),
      isMissing: having === 0,
      isGuess: guesses.has(word),
    };
  });
}

/**
 * What to search for: the words that tell something, as they stand there. Asking words would find whatever asks, and marks
 * would belong to the words before them.
 */
export function searchText(text: string): string {
  const shown = [...shownWords(text)];
  const telling = shown.filter(([word]) => !ASKING.has(word));
  return (telling.length > 0 ? telling : shown).map(([, word]) => word).join(' ');
}

/** Content words by how they stand there. */
function shownWords(text: string): Map<string, string> {
  const shown = new Map<string, string>();
  for (const [token] of text.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}._'’-]*[\p{L}\p{N}\p{M}])?/gu))
    for (const word of contentWords(token))
      if (!shown.has(word)) shown.set(word, isThai(word) ? word : token);
  return shown;
}

function replaced(text: string, from: string, to: string): string {
  const at = text.toLowerCase().indexOf(from.toLowerCase());
  return at < 0 ? text : text.slice(0, at) + to + text.slice(at + from.length);
}

export function worthOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { worth }) => sum + worth, 0);
}
