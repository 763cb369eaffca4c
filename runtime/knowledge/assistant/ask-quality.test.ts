/** How well questions are answered, as numbers with a floor: over the real index and its real reader. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { programPath } from '../../home/programs.ts';
import { temporaryFolder } from '../../testing.ts';
import { WorkerRetriever } from '../retrieve/worker-retriever.ts';
import { addDocuments, openForFilling } from '../testing.ts';
import { CORPUS, QUESTIONS } from './ask-corpus.ts';
import { answerFrom, LEAST_CONFIDENCE } from './extractive.ts';
import { retrieve } from './retrieve.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let retriever: WorkerRetriever;
const memories = { find: () => Promise.resolve({ memories: [], total: 0 }) };

beforeAll(async () => {
  folder = await temporaryFolder();
  const file = join(folder.path, 'knowledge.db');
  const db = openForFilling(file);
  addDocuments(db, CORPUS);
  db.close();
  retriever = new WorkerRetriever({
    file,
    // Nobody listens there: no model of embeddings takes part.
    ollamaUrl: 'http://127.0.0.1:9',
    program: programPath('knowledge-search-worker'),
    clock: systemClock,
    onError: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await retriever.close();
  await folder[Symbol.asyncDispose]();
});

it('answers nine of ten questions, and nothing that is not there', async () => {
  const wrong: string[] = [];
  const guessed: string[] = [];
  let answerable = 0;
  for (const [question, expected] of QUESTIONS) {
    const { sentences, sources, confidence, missing } = await answerFrom(
      { question, context: '' },
      await retrieve(question, { retriever, memories }),
    );
    const said = sentences.map(({ text }) => text).join(' ');
    expect(missing === undefined).toBe(confidence >= LEAST_CONFIDENCE);
    for (const { text, sources: cited } of sentences) {
      const { citation } = sources[cited[0]! - 1]!;
      const lines = CORPUS.find(({ path }) => path === citation!.path)!
        .text.split('\n')
        .slice(citation!.line - 1, citation!.lastLine);
      // Each sentence stands on the lines that it cites.
      expect(lines.join(' ')).toContain(text.slice(0, 60));
    }
    if (expected === null) {
      if (sentences.length > 0) guessed.push(`${question} -> ${confidence.toFixed(2)} ${said}`);
      continue;
    }
    answerable += 1;
    if (!expected.test(said)) wrong.push(`${question} -> ${confidence.toFixed(2)} ${said || missing}`);
  }
  expect(guessed).toEqual([]);
  const most = Math.floor(answerable / 10);
  // Told whole where there are too many.
  expect(wrong.length > most ? wrong : []).toEqual([]);
});
