import { expect, it } from 'vitest';
import { Answer } from '#shared/nouns/assistant.ts';
import { ANSWER_METHODS, confidenceWords, FEEDBACK_WORDS, percent } from './confidence.ts';

it.each([
  [0, 'Does not know', 0],
  [0.349, 'Does not know', 34],
  [0.35, 'Unsure', 35],
  [0.6, 'Fairly sure', 60],
  [0.8, 'Sure', 80],
  [1, 'Sure', 100],
])('says of %d: %s, %d', (confidence, word, number) => {
  expect(confidenceWords(confidence).word).toBe(word);
  expect(percent(confidence)).toBe(number);
});

it('has words for everything that there is, and for nothing else', () => {
  expect(Object.keys(ANSWER_METHODS).toSorted()).toEqual([...Answer.shape.method.options].toSorted());
  expect(Object.keys(FEEDBACK_WORDS).toSorted()).toEqual(
    [...Answer.shape.feedback.unwrap().options].toSorted(),
  );
});
