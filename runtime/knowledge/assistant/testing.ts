/** For tests: the assistant over documents that are given, and a Luka in which nothing happens. */
import type { Citation, SearchAnswer } from '#shared/nouns/knowledge.ts';
import type { AssistantSettings } from '#shared/nouns/settings.ts';
import { systemClock } from '../../clock.ts';
import { openMemories } from '../memory/testing.ts';
import type { Retriever } from '../retriever.ts';
import { Assistant } from './assistant.ts';
import { Conversations } from './conversations.ts';
import type { LiveState } from './live/live-state.ts';
import type { ChatLimits } from './model/chat.ts';

export interface GivenDocument {
  readonly path: string;
  readonly text: string;
}

/** Finds every document for every question, in the order given. */
export function retrieverOf(documents: readonly GivenDocument[]): Retriever {
  const citation = (at: number): Citation => ({
    document: at + 1,
    path: documents[at]!.path,
    title: documents[at]!.path,
    kind: 'markdown',
    line: 1,
    lastLine: documents[at]!.text.split('\n').length,
    headings: [],
  });
  const found: SearchAnswer = {
    hits: documents.map((_document, at) => ({
      chunk: at + 1,
      source: 'notes',
      at: '2026-01-01T00:00:00.000Z',
      citation: citation(at),
      snippet: [],
      score: 1,
    })),
    total: documents.length,
    corrected: [],
    remarks: [],
    tookMs: 0,
  };
  return {
    search: () => Promise.resolve(found),
    recall: () => Promise.resolve({ ...found, method: 'tf-idf' }),
    passages: (chunks) =>
      Promise.resolve(
        chunks.map((chunk) => ({
          chunk,
          citation: citation(chunk - 1),
          at: '2026-01-01T00:00:00.000Z',
          text: documents[chunk - 1]!.text,
        })),
      ),
  };
}

export const QUIET: LiveState = {
  now: () => new Date(2026, 10, 29, 10).getTime(),
  tasks: () => [
    { id: 'backup', title: 'Backup' },
    { id: 'wipe', title: 'Wipe' },
  ],
  ended: () => [],
  active: () => [],
  lastRun: () => undefined,
  slots: () => [],
  upcoming: () => [],
  nextDue: () => undefined,
  why: (task) => ({
    task,
    title: task,
    at: '2026-11-29T03:00:00.000Z',
    verdict: 'It was not due',
    evidence: [],
    slots: [],
  }),
  approvals: () => [],
  validations: () => [],
  services: () => [],
  escalated: () => [],
  troubledAgents: () => Promise.resolve([]),
  findings: () => [],
};

export async function openAssistant(
  documents: readonly GivenDocument[],
  options: {
    readonly model?: AssistantSettings | undefined;
    readonly limits?: ChatLimits | undefined;
    readonly state?: Partial<LiveState> | undefined;
    readonly retriever?: Retriever | undefined;
  } = {},
) {
  const memories = await openMemories();
  const conversations = new Conversations(memories);
  return {
    ...memories,
    conversations,
    assistant: new Assistant({
      clock: systemClock,
      conversations,
      memories: memories.book,
      retriever: options.retriever ?? retrieverOf(documents),
      state: { ...QUIET, ...options.state },
      model: () => options.model ?? null,
      limits: options.limits,
    }),
    [Symbol.asyncDispose]: () => memories[Symbol.asyncDispose](),
  };
}
