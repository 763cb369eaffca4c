/** A question that goes on with the one before it, as a question of its own. */
import { contentWords } from '../words/content-words.ts';

const GOES_ON =
  /^\s*(?:and|what about|how about|but|then|also|so|or|why|how so|since when|where|when|who)\b|^\s*(?:แล้ว|และ|ส่วน|ทำไม|เมื่อไหร่|ที่ไหน)/iu;
const POINTS_BACK =
  /\b(?:it|its|that|this|them|they|those|these|he|she|there|the same|one)\b|มัน|อันนั้น|เรื่องนั้น|ตัวนั้น|ที่นั่น/iu;
/** A question with more of its own stands by itself. */
const FEW = 4;

export interface Asked {
  readonly question: string;
  /** What it goes on from; empty where it stands by itself. */
  readonly context: string;
}

/** @param before the questions so far, the oldest first */
export function readFollowUp(question: string, before: readonly string[]): Asked {
  const last = before.at(-1);
  if (last === undefined) return { question, context: '' };
  const own = contentWords(question).length;
  const goesOn =
    own === 0 || (own <= FEW && (POINTS_BACK.test(question) || (own <= 2 && GOES_ON.test(question))));
  if (!goesOn) return { question, context: '' };
  // What the one before went on from itself is part of it.
  return { question, context: wholeOf(readFollowUp(last, before.slice(0, -1))) };
}

export function wholeOf({ question, context }: Asked): string {
  return context === '' ? question : `${question} ${context}`;
}
