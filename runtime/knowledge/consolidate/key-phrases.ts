/** What some documents are about that others are not: words and pairs of words. */
import { hash32, plainWordsOf } from '../recall/features.ts';
import type { Frequencies } from '../recall/frequencies.ts';

/** Words that say nothing alone, in the form in which `plainWordsOf` gives them. */
const STOP_WORDS = new Set(
  (
    'a about above after again all also an and any are as at be because been before but by can cannot could did do doe does doing ' +
    'done each every for from get go had has have he her here him his how i if in into is it its just like make may me more most must my ' +
    'need no not now of off on once one only or other our out over own per same see set she should so some such than that the their them ' +
    'then there these they this those through to too two under until up us use used using very via was we well were what when where which ' +
    'while who why will with without would yes you your new note file line day time way thing http https www com md ' +
    'และ ที่ ของ ใน เป็น ได้ จะ ไม่ มี ให้ ว่า กับ การ ความ นี้ นั้น ก็ แต่ หรือ โดย จาก ไป มา แล้ว อยู่ ต้อง เมื่อ ถ้า ทุก ซึ่ง ยัง คือ เพื่อ ตาม กว่า เวลา ใช้ ทำ'
  ).split(' '),
);
/** A word in more than this part of all texts tells none of them apart. */
const COMMON = 0.25;
const LONGEST = 32;

export interface WeightedPhrase {
  readonly phrase: string;
  readonly weight: number;
}

/**
 * @param texts of the documents in question
 * @param frequencies of all documents
 */
export function keyPhrases(
  texts: readonly string[],
  frequencies: Frequencies,
  most: number,
): WeightedPhrase[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const phrase of phrasesOf(text, frequencies)) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  // What only one of many has is a chance.
  const least = texts.length < 4 ? 1 : 2;
  const weighted = [...counts]
    .filter(([, count]) => count >= least)
    .map(([phrase, count]) => ({ phrase, weight: (count / texts.length) * idfOf(phrase, frequencies) }))
    .toSorted((a, b) => b.weight - a.weight || (a.phrase < b.phrase ? -1 : 1));
  const chosen: WeightedPhrase[] = [];
  for (const each of weighted) {
    if (chosen.length >= most) break;
    const words = each.phrase.split(' ');
    const isPart = chosen.some(({ phrase }) => {
      const others = phrase.split(' ');
      return words.every((word) => others.includes(word)) || others.every((word) => words.includes(word));
    });
    if (!isPart) chosen.push(each);
  }
  return chosen;
}

function idfOf(phrase: string, frequencies: Frequencies): number {
  const words = phrase.split(' ');
  const idf = words.map((word) => frequencies.idf(hash32(word)));
  // A pair says more than its rarer word alone.
  return Math.max(...idf) * (words.length > 1 ? 1.2 : 1);
}

/** Each once. */
function phrasesOf(text: string, frequencies: Frequencies): Set<string> {
  const phrases = new Set<string>();
  let before: string | undefined;
  for (const word of plainWordsOf(text)) {
    const isFit = isKeyWord(word) && frequencies.share(hash32(word)) < COMMON;
    if (isFit) {
      phrases.add(word);
      if (before !== undefined && before !== word) phrases.add(`${before} ${word}`);
    }
    before = isFit ? word : undefined;
  }
  return phrases;
}

export function isKeyWord(word: string): boolean {
  return word.length > 2 && word.length <= LONGEST && !STOP_WORDS.has(word) && !/\d/.test(word);
}
