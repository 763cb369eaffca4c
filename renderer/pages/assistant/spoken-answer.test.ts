import { expect, it } from 'vitest';
import type { Answer } from '#shared/nouns/assistant.ts';
import { spokenAnswer } from './spoken-answer.ts';

const answer: Answer = {
  id: 1,
  conversation: 1,
  question: 'When?',
  at: '2026-03-20T10:00:00Z',
  sentences: [
    { text: 'At two.', sources: [1], supported: true },
    { text: 'On Mars.', sources: [], supported: false },
  ],
  sources: [{ number: 1, title: 'Plan', text: 'At two.', score: 1 }],
  confidence: 0.81,
  method: 'extractive',
  retrieval: 'tf-idf',
  trace: [],
  actions: [],
  tookMs: 12,
};

it('says the answer, what no source bears out, and how sure it is', () => {
  expect(spokenAnswer(answer)).toBe('At two. On Mars. (no source bears this out) Sure, 81 of 100. 1 source.');
});

it('says that it does not know, and what is missing', () => {
  expect(spokenAnswer({ ...answer, confidence: 0.2, missing: 'No document names a time.' })).toBe(
    'I do not know. No document names a time.',
  );
  expect(spokenAnswer({ ...answer, confidence: 0.2 })).toBe('I do not know.');
});
