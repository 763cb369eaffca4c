/** A few sentences, as they stand, that say most of what some documents say: chosen, not written. */
import { plainWordsOf } from '../recall/features.ts';
import { isKeyWord, type WeightedPhrase } from './key-phrases.ts';
import { proseOf } from './prose.ts';

export interface Summarized {
  readonly id: number;
  readonly text: string;
}

export interface ChosenSentence {
  readonly text: string;
  readonly document: number;
  readonly line: number;
}

const MOST_SENTENCES = 80;
/** Words of a sentence that another has said already. */
const SAID = 0.5;

/** @param phrases what the documents are about */
export function summarize(
  documents: readonly Summarized[],
  phrases: readonly WeightedPhrase[],
  most: number,
): ChosenSentence[] {
  const weights = new Map(
    phrases.flatMap(({ phrase, weight }) => phrase.split(' ').map((word) => [word, weight] as const)),
  );
  const scored = documents.flatMap(({ id, text }) =>
    proseOf(text)
      .slice(0, MOST_SENTENCES)
      .map((sentence, at) => {
        const words = new Set(plainWordsOf(sentence.text).filter(isKeyWord));
        const sum = [...words].reduce((total, word) => total + (weights.get(word) ?? 0), 0);
        // What comes first in a document is more often what it is about.
        const place = 1 + 0.3 / (1 + at);
        return {
          text: sentence.text,
          line: sentence.line,
          document: id,
          words,
          score: (sum / Math.sqrt(words.size + 4)) * place,
        };
      }),
  );
  const chosen: typeof scored = [];
  for (const each of scored.toSorted((a, b) => b.score - a.score)) {
    if (chosen.length >= most || each.score <= 0) break;
    const isSaid = chosen.some(
      ({ words }) => words.intersection(each.words).size > SAID * Math.min(words.size, each.words.size),
    );
    if (!isSaid) chosen.push(each);
  }
  return chosen.map(({ text, document, line }) => ({ text, document, line }));
}
