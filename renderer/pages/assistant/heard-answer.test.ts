import { describe, expect, it } from 'vitest';
import type { AskEvent } from '#shared/nouns/assistant.ts';
import { hearAnswer, type Heard } from './heard-answer.ts';

const answer = {
  id: 1,
  conversation: 1,
  question: 'When?',
  at: '2026-03-20T10:00:00Z',
  sentences: [],
  sources: [],
  confidence: 0.1,
  method: 'extractive',
  retrieval: 'tf-idf',
  trace: [],
  actions: [],
  tookMs: 1,
} as const;

/** A client whose server tells these. */
const telling = (events: readonly unknown[]) => ({
  // The stream is read like one from a server.
  async *streamAnswer() {
    for (const event of events) yield { event: 'x', data: JSON.stringify(event) };
  },
});
const hear = async (events: readonly unknown[], onHeard: (heard: Heard) => void = () => undefined) =>
  hearAnswer(telling(events), { question: 'When?' }, new AbortController().signal, onHeard);

describe('hearing an answer', () => {
  it('tells of steps and words as they come, and then gives the answer', async () => {
    const seen: Heard[] = [];
    const events = [
      { kind: 'step', step: 'recall', text: '3 passages', ms: 2 },
      { kind: 'text', text: 'At ' },
      { kind: 'text', text: 'two.' },
      { kind: 'answer', answer: { ...answer, sentences: [], sources: [], trace: [], actions: [] } },
    ] satisfies AskEvent[];
    expect((await hear(events, (heard) => seen.push(heard))).id).toBe(1);
    expect(seen.map(({ text }) => text)).toEqual(['', 'At ', 'At two.']);
    expect(seen.at(-1)?.steps).toEqual([{ step: 'recall', text: '3 passages', ms: 2 }]);
  });

  it('fails with what Luka says', async () => {
    const error = { code: 'knowledge_unavailable', message: 'not now', remedy: 'ask again' };
    await expect(hear([{ kind: 'error', error }])).rejects.toMatchObject({ code: 'knowledge_unavailable' });
  });

  it('says that it broke off where there is no end', async () => {
    await expect(hear([{ kind: 'text', text: 'At ' }])).rejects.toMatchObject({ code: 'broken_off' });
  });
});
