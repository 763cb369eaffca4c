/** An answer that a model on this machine words, from sources that are then held against it. */
import type { AnswerSentence, AnswerSource } from '#shared/nouns/assistant.ts';
import type { AssistantSettings } from '#shared/nouns/settings.ts';
import { contentWords } from '../../words/content-words.ts';
import type { Evidence } from '../evidence.ts';
import { expectationOf } from '../expectation.ts';
import { sourceOf } from '../extractive.ts';
import { chat, ModelFailure, type ChatOptions } from './chat.ts';
import { checkAnswer } from './check-answer.ts';
import { groundedPrompt, groundedSources } from './grounded-prompt.ts';

export interface ModelAnswer {
  readonly sentences: readonly AnswerSentence[];
  readonly sources: readonly AnswerSource[];
  /** Of the sentences, those that a source bears out; 0 to 1. */
  readonly supported: number;
  readonly corrected: number;
}

/** With less it says more of its own than of the sources. */
const LEAST_SUPPORTED = 0.5;

/** @throws ModelFailure where there is no answer that can be shown */
export async function answerByModel(
  settings: AssistantSettings,
  question: string,
  evidence: readonly Evidence[],
  options: ChatOptions,
): Promise<ModelAnswer> {
  const sources = groundedSources(evidence);
  const text = await chat(settings, groundedPrompt(question, sources), options);
  const { sentences, supported, corrected, isDeclined } = checkAnswer(text, sources);
  if (isDeclined) throw new ModelFailure('it finds no answer in the sources');
  if (sentences.length === 0) throw new ModelFailure('it wrote no sentence');
  if (supported < LEAST_SUPPORTED)
    throw new ModelFailure(
      `of its ${sentences.length} sentences the sources bear out ${Math.round(supported * 100)} %`,
    );
  if (!speaksOf(question, sentences)) throw new ModelFailure('it does not speak of what was asked');
  return { sentences, supported, corrected, sources: sources.map((one, at) => sourceOf(one, at + 1)) };
}

/** What a source says in another matter is borne out, too: a model that follows a document instead of the question is told by it. */
function speaksOf(question: string, sentences: readonly AnswerSentence[]): boolean {
  const asked = new Set(contentWords(question));
  const expected = expectationOf(question);
  return sentences.some(
    ({ text, supported }) =>
      supported && (expected?.test(text) === true || contentWords(text).some((word) => asked.has(word))),
  );
}
