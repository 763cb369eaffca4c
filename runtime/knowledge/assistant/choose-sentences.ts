/** Chooses the sentences that answer a question, and says how far they do. */
import type { Candidate } from './evidence.ts';
import { expectationOf } from './expectation.ts';
import type { Asked } from './follow-up.ts';
import { termsOf, worthOf, type Term } from './question-terms.ts';

export interface Choice {
  /** Those of one passage together, in the order in which they stand there. */
  readonly chosen: readonly Candidate[];
  /** 0 to 1. */
  readonly confidence: number;
  /** Words of the question that nothing has. */
  readonly missing: readonly string[];
}

const MOST = 4;
/** A further sentence must be nearly as good as the best, or bring a word that was not there yet. */
const NEARLY = 0.75;
const WITH_NEWS = 0.5;
/** Words of the sentence before and of the headings count, but less: they are not said here. */
const AROUND = 0.6;
const SAME = 0.6;
/** Less of the question in any one sentence, and its words only happen to stand in the same documents. */
const IN_ONE = 0.55;
/** Of a word that is searched for in place of another, how much may be another matter. */
const GUESSED = 0.5;

export function chooseSentences(
  asked: Asked,
  candidates: readonly Candidate[],
  corrected: readonly { readonly from: string; readonly to: string }[] = [],
): Choice {
  const terms = termsOf(asked, candidates, corrected);
  const all = worthOf(terms);
  const missing = terms.filter(({ isMissing }) => isMissing).map(({ shown }) => shown);
  if (all === 0 || candidates.length === 0) return { chosen: [], confidence: 0, missing };
  const expected = expectationOf(asked.question);
  const scored = candidates
    .map((candidate) => ({ candidate, score: scoreOf(candidate, terms, all, expected) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const best = scored[0];
  if (!best) return { chosen: [], confidence: 0, missing };
  const chosen: Candidate[] = [];
  const said = new Set<string>();
  for (const { candidate, score } of scored) {
    if (chosen.length >= MOST || score < WITH_NEWS * best.score) break;
    const hasNews = terms.some(({ word }) => candidate.words.has(word) && !said.has(word));
    if (chosen.length > 0 && score < NEARLY * best.score && !hasNews) continue;
    if (chosen.some((one) => likeness(one.words, candidate.words) > SAME)) continue;
    chosen.push(candidate);
    for (const word of candidate.words) said.add(word);
    for (const word of candidate.around) said.add(word);
  }
  return { chosen: inReadingOrder(chosen), confidence: confidenceOf(terms, all, chosen, expected), missing };
}

function covered({ words, around }: Candidate, terms: readonly Term[]): number {
  return terms.reduce(
    (sum, { word, worth }) => sum + (words.has(word) ? worth : around.has(word) ? AROUND * worth : 0),
    0,
  );
}

function scoreOf(
  candidate: Candidate,
  terms: readonly Term[],
  all: number,
  expected: RegExp | undefined,
): number {
  const own = terms.some(({ word }) => candidate.words.has(word));
  const cover = covered(candidate, terms) / all;
  if (cover === 0 || (!own && !expected?.test(candidate.text))) return 0;
  const { text, evidence } = candidate;
  const asks = /[?？]\s*$/.test(text) ? 0.5 : 1;
  const short = candidate.words.size < 2 ? 0.7 : 1;
  // Rows of tables and lines of code answer, too, but seldom as well as a sentence.
  const plain = /\s\|\s|^[\w./-]+\s+--?\w|[{};]$/.test(text) ? 0.85 : 1;
  const answers = expected?.test(text) ? 0.15 : 0;
  return (cover + answers + 0.1 * evidence.rank) * asks * short * plain;
}

/**
 * How much of the question the best sentence has, and all of them together. A word that nothing has weighs twice: a question
 * about something that was never read shares its other words with anything.
 */
function confidenceOf(
  terms: readonly Term[],
  all: number,
  chosen: readonly Candidate[],
  expected: RegExp | undefined,
): number {
  const best = Math.max(0, ...chosen.map((one) => covered(one, terms) / all));
  const together =
    terms.reduce((sum, { word, worth }) => {
      const share = chosen.some((one) => one.words.has(word))
        ? 1
        : chosen.some((one) => one.around.has(word))
          ? AROUND
          : 0;
      return sum + share * worth;
    }, 0) / all;
  const guessed = worthOf(terms.filter(({ isGuess, isMissing }) => isGuess && !isMissing));
  const absent = (worthOf(terms.filter(({ isMissing }) => isMissing)) + GUESSED * guessed) / all;
  const telling = terms.filter(({ worth }) => worth > 0.5).length;
  const certainty = 0.85 + 0.15 * Math.min(1, telling / 3);
  const inOne = Math.min(1, best / IN_ONE);
  const fits = expected === undefined || chosen.some(({ text }) => expected.test(text)) ? 1 : 0.75;
  return Math.max(
    0,
    Math.min(1, (0.75 * best + 0.25 * together) * inOne * (1 - 0.6 * absent) * certainty * fits),
  );
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.intersection(b).size / Math.max(1, Math.min(a.size, b.size));
}

/** Passages in the order of their best sentence, sentences as they stand in them. */
function inReadingOrder(chosen: readonly Candidate[]): Candidate[] {
  const order = [...new Set(chosen.map(({ evidence }) => evidence))];
  return chosen.toSorted(
    (a, b) => order.indexOf(a.evidence) - order.indexOf(b.evidence) || a.place - b.place,
  );
}
