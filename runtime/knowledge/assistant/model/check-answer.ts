/** Checks what a model wrote against its sources: a sentence that none of them bears out is marked. */
import type { AnswerSentence } from '#shared/nouns/assistant.ts';
import { contentWords } from '../../words/content-words.ts';
import type { Evidence } from '../evidence.ts';
import { sentencesOf } from '../../words/sentences.ts';
import { NOT_THERE } from './grounded-prompt.ts';

export interface CheckedAnswer {
  readonly sentences: readonly AnswerSentence[];
  /** Of the sentences, 0 to 1. */
  readonly supported: number;
  /** Sentences whose citation did not bear them out, but another source does. */
  readonly corrected: number;
  /** The model says itself that the sources have no answer. */
  readonly isDeclined: boolean;
}

/** Of the content words of a sentence that a source must have. */
const LEAST_WORDS = 0.6;
const MOST_SENTENCES = 12;
const CITATION = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;

export function checkAnswer(text: string, sources: readonly Evidence[]): CheckedAnswer {
  if (text.includes(NOT_THERE)) return { sentences: [], supported: 0, corrected: 0, isDeclined: true };
  const known = sources.map(factsOf);
  let corrected = 0;
  const sentences = sentencesOf(inFront(text), 1)
    .map((sentence) => sentence.text)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence.replace(CITATION, '')))
    .slice(0, MOST_SENTENCES)
    .map((sentence): AnswerSentence => {
      const cited = citedIn(sentence).filter((number) => number <= sources.length);
      const plain = sentence
        .replace(CITATION, '')
        .replace(/\s+([.,!?;:])/g, '$1')
        .replace(/\s{2,}/g, ' ')
        .trim();
      const bearing = known.flatMap((facts, at) => (bearsOut(facts, plain) ? [at + 1] : []));
      const both = cited.filter((number) => bearing.includes(number));
      if (both.length > 0) return { text: plain, sources: both, supported: true };
      if (bearing.length > 0) {
        if (cited.length > 0) corrected += 1;
        return { text: plain, sources: bearing.slice(0, 1), supported: true };
      }
      return { text: plain, sources: cited, supported: false };
    });
  const good = sentences.filter(({ supported }) => supported).length;
  return {
    sentences,
    supported: sentences.length === 0 ? 0 : good / sentences.length,
    corrected,
    isDeclined: false,
  };
}

/** Citations behind a full stop belong to the sentence before it. */
function inFront(text: string): string {
  return text
    .replace(/([.!?])\s*((?:\[\d{1,3}(?:\s*,\s*\d{1,3})*\]\s*)+)/g, ' $2$1 ')
    .replace(/\](?=\[)/g, '] ');
}

function citedIn(sentence: string): number[] {
  const numbers = [...sentence.matchAll(CITATION)].flatMap(([, list]) => list!.split(',').map(Number));
  return [...new Set(numbers)].filter((number) => number > 0);
}

interface Facts {
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

function factsOf({ title, headings, text }: Evidence): Facts {
  const all = `${title}\n${headings.join('\n')}\n${text}`;
  return { words: new Set(contentWords(all)), numbers: new Set(numbersOf(all)) };
}

/** Most of its words, and every number. */
function bearsOut({ words, numbers }: Facts, sentence: string): boolean {
  const own = [...new Set(contentWords(sentence))];
  if (own.length === 0) return false;
  const shared = own.filter((word) => words.has(word)).length;
  return shared / own.length >= LEAST_WORDS && numbersOf(sentence).every((number) => numbers.has(number));
}

function numbersOf(text: string): string[] {
  return text.match(/\p{N}+(?:[.,:]\p{N}+)*/gu) ?? [];
}
