import { expect, it } from 'vitest';
import { meaningWords } from './meaning.ts';

const folder = { method: 'folder', folder: '/m', model: 'folder:m:1', done: 3, chunks: 3 } as const;
it.each([
  [undefined, 'Now: by the weight of words (TF-IDF).', false],
  [folder, 'This model has read all 3 pieces, and compares meaning now.', false],
  [
    { ...folder, done: 1_200, chunks: 17_000 },
    'This model has read 1,200 of 17,000 pieces; until then TF-IDF is used.',
    false,
  ],
  [
    { ...folder, done: 0, chunks: 0 },
    'This model has made no vectors yet; until then TF-IDF is used.',
    false,
  ],
  [{ ...folder, fault: 'it is gone' }, 'This model cannot be used, so TF-IDF is: it is gone.', true],
  [
    { method: 'ollama', model: 'ollama:bge-m3', done: 3, chunks: 3 },
    'bge-m3 of Ollama has read all 3 pieces, and compares meaning now.',
    false,
  ],
] as const)('%j', (meaning, text, fault) => {
  expect(meaningWords(meaning)).toEqual({ text, fault });
});
