/** Which language a text is probably in. */

const LANGUAGES: readonly (readonly [language: string, letters: RegExp])[] = [
  ['th', /\p{Script=Thai}/gu],
  ['lo', /\p{Script=Lao}/gu],
  ['km', /\p{Script=Khmer}/gu],
  ['my', /\p{Script=Myanmar}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
];
const ENGLISH = /\b(?:the|and|of|to|is|in|for|with|that|this|not|are|on|it|or)\b/gi;

/** UTF-16 units that are looked at: the beginning speaks for the whole. */
const SAMPLE = 1_000;
/** A note in Thai with English names in it is a Thai one. */
const LEAST_SHARE = 0.15;
const LEAST_ENGLISH = 0.04;

/** @returns ISO 639-1, by the script, and for Latin letters by small words; undefined where it cannot be told */
export function guessLanguage(text: string): string | undefined {
  const sample = text.slice(0, SAMPLE);
  // Nearly every text of code and English has no letter beyond Latin; dashes and quotes it may have.
  if (/[\u0370-\u1fff\u3040-\ud7ff\uf900-\ufaff]/.test(sample)) {
    const letters = count(sample, /\p{L}/gu);
    let best: string | undefined;
    let most = Math.max(1, letters * LEAST_SHARE);
    for (const [language, pattern] of LANGUAGES) {
      const found = count(sample, pattern);
      if (found < most) continue;
      best = language;
      most = found;
      // Japanese has more Han than kana, and Chinese has no kana at all.
      if (language === 'ja') break;
    }
    if (best !== undefined) return best;
  }
  const words = count(sample, /[A-Za-z]+/g);
  return words > 0 && count(sample, ENGLISH) / words >= LEAST_ENGLISH ? 'en' : undefined;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
