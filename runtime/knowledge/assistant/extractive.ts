/** An answer made of sentences as they stand in documents: nothing is worded anew, so nothing can be made up. */
import type { AnswerSentence, AnswerSource } from '#shared/nouns/assistant.ts';
import { chooseSentences } from './choose-sentences.ts';
import { leadOf } from '../words/lead.ts';
import type { Asked } from './follow-up.ts';
import { candidatesOf, type Candidate, type Evidence, type Retrieved } from './evidence.ts';

/** Below it nothing is claimed. */
export const LEAST_CONFIDENCE = 0.35;
const LOOKED_AT = 3;
const SHOWN_CHARACTERS = 1_200;

export interface Draft {
  readonly sentences: readonly AnswerSentence[];
  readonly sources: readonly AnswerSource[];
  readonly confidence: number;
  readonly missing?: string | undefined;
  /** Memories that it rests on. */
  readonly memories: readonly number[];
}

export async function answerFrom(asked: Asked, retrieved: Retrieved): Promise<Draft> {
  const candidates = await candidatesOf(retrieved.evidence);
  const { chosen, confidence, missing } = chooseSentences(asked, candidates, retrieved.corrected);
  if (confidence < LEAST_CONFIDENCE || chosen.length === 0) {
    return {
      sentences: [],
      sources: retrieved.evidence.slice(0, LOOKED_AT).map((evidence, at) => lookedAt(evidence, at + 1)),
      confidence,
      missing: missingText(missing, retrieved.evidence),
      memories: [],
    };
  }
  const sources = chosen.map((candidate, at) => citing(candidate, at + 1));
  return {
    sentences: chosen.map(({ text }, at) => ({ text, sources: [at + 1], supported: true })),
    sources,
    confidence,
    memories: chosen.flatMap(({ evidence }) => (evidence.memory === undefined ? [] : [evidence.memory])),
  };
}

function citing({ evidence, line, lastLine, text }: Candidate, number: number): AnswerSource {
  return {
    ...sourceOf(evidence, number),
    text,
    ...(evidence.citation ? { citation: { ...evidence.citation, line, lastLine } } : {}),
  };
}

/** Its title and headings are shown beside it. */
function lookedAt(evidence: Evidence, number: number): AnswerSource {
  const lead = evidence.citation?.kind === 'markdown' ? leadOf(evidence.text) : 0;
  const text = evidence.text.slice(lead);
  return sourceOf(text.trim() === '' ? evidence : { ...evidence, text }, number);
}

/** A whole passage as a source. */
export function sourceOf(evidence: Evidence, number: number): AnswerSource {
  return {
    number,
    title: evidence.title,
    text: evidence.text.slice(0, SHOWN_CHARACTERS),
    score: Math.min(1, Math.max(0, evidence.rank)),
    ...placeOf(evidence),
  };
}

/** Luka's own documents have a page of the UI; no file can have such a path. */
function placeOf({ citation }: Evidence): Pick<AnswerSource, 'citation' | 'page'> {
  if (!citation) return { page: '/knowledge' };
  const [, kind, id] = /^luka:\/\/(run|approval)\/(\d+)$/.exec(citation.path) ?? [];
  return kind === undefined ? { citation } : { citation, page: `/${kind}s/${id}` };
}

function missingText(missing: readonly string[], evidence: readonly Evidence[]): string {
  if (evidence.length === 0)
    return 'Nothing that Luka has read or was told fits the question: add the folder in which it is written, or ask in other words';
  if (missing.length > 0)
    return `Nothing that Luka has read or was told speaks of ${missing.map((word) => `"${word}"`).join(', ')}: the sources below are the nearest`;
  return 'What Luka has read touches the question, but no sentence answers it: the sources below are the nearest';
}
