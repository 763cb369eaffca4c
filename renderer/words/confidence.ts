/** How sure an answer is, in words beside the number. */
import type { Answer } from '#shared/nouns/assistant.ts';
import type { Tone } from './run-state.ts';

/** Below it nothing is claimed: what the contract of an answer says. */
export const KNOWS_FROM = 0.35;

export function confidenceWords(confidence: number): { readonly word: string; readonly tone: Tone } {
  if (confidence < KNOWS_FROM) return { word: 'Does not know', tone: 'waiting' };
  if (confidence < 0.55) return { word: 'Unsure', tone: 'waiting' };
  return confidence < 0.8 ? { word: 'Fairly sure', tone: 'quiet' } : { word: 'Sure', tone: 'ok' };
}

/** Rounded down where it would otherwise cross the border of what is known. */
export function percent(confidence: number): number {
  const rounded = Math.round(confidence * 100);
  return confidence < KNOWS_FROM && rounded >= KNOWS_FROM * 100 ? KNOWS_FROM * 100 - 1 : rounded;
}

export const ANSWER_METHODS: Readonly<Record<Answer['method'], string>> = {
  extractive: 'Sentences of your documents, word for word',
  'live-state': 'From Luka’s own state, just now',
  model: 'Written by a model on this machine, checked against the sources',
};

export const FEEDBACK_WORDS: Readonly<
  Record<NonNullable<Answer['feedback']>, { readonly label: string; readonly done: string }>
> = {
  approve: { label: 'Approve', done: 'You approved this answer' },
  'needs-changes': { label: 'Needs changes', done: 'You said that it needs changes' },
  escalate: { label: 'Escalate', done: 'You escalated it' },
};
