/** The assistant's and the memory's endpoints under their old names and shapes. What old clients send besides is let be. */
import { z } from 'zod';
import { ProposedAction } from '../nouns/assistant.ts';
import { MemoryKind } from '../nouns/memory.ts';
import { endpoint } from './endpoint.ts';

const LegacyMemory = z.strictObject({
  id: z.int().positive(),
  kind: MemoryKind,
  text: z.string(),
  meta: z.record(z.string(), z.unknown()),
  importance: z.number(),
  timestamp: z.string(),
  /** 0 to 1. */
  score: z.number(),
});

export const legacyEndpoints = {
  legacyQuery: endpoint({
    method: 'POST',
    path: '/rag/query',
    summary: 'Ask, under its old name.',
    scope: 'context:read',
    body: z.looseObject({
      query: z.string().trim().min(1).max(8_000),
      /** Of the context, about four characters each. */
      tokenBudget: z.number().min(100).max(100_000).optional(),
    }),
    response: z.strictObject({
      query: z.string(),
      answer: z.string(),
      context: z.array(
        z.strictObject({
          text: z.string(),
          source: z.string(),
          title: z.string(),
          line: z.int().optional(),
          score: z.number(),
        }),
      ),
      confidence: z.number(),
      tokenBudget: z.strictObject({ limit: z.number(), used: z.number() }),
      trace: z.array(z.strictObject({ step: z.string(), text: z.string(), ms: z.number() })),
      actions: z.array(ProposedAction),
    }),
    errors: ['knowledge_unavailable', 'ledger_unavailable', 'disk_full'],
  }),
  legacyRemember: endpoint({
    method: 'POST',
    path: '/memory/remember',
    summary: 'Remember, under its old name.',
    scope: 'memory:write',
    body: z.looseObject({
      kind: MemoryKind.default('note'),
      text: z.string().trim().min(1).max(20_000),
      meta: z.record(z.string(), z.unknown()).optional(),
      importance: z.number().min(0).max(1).optional(),
    }),
    response: z.strictObject({ ok: z.literal(true), id: z.int().positive(), memory: LegacyMemory }),
    errors: ['knowledge_unavailable', 'ledger_unavailable', 'disk_full'],
  }),
  legacyRecall: endpoint({
    method: 'POST',
    path: '/memory/recall',
    summary: 'Recall memories, under its old name.',
    scope: 'context:read',
    body: z.looseObject({
      query: z.string().max(2_000),
      kind: MemoryKind.optional(),
      topK: z.int().min(1).max(200).optional(),
      limit: z.int().min(1).max(200).optional(),
    }),
    response: z.strictObject({ query: z.string(), results: z.array(LegacyMemory) }),
    errors: ['knowledge_unavailable'],
  }),
  legacyMemoryStats: endpoint({
    method: 'GET',
    path: '/memory/stats',
    summary: 'How many memories there are, under its old name.',
    response: z.strictObject({
      total: z.int().min(0),
      byKind: z.record(MemoryKind, z.int().min(0)),
      pinned: z.int().min(0),
      merged: z.int().min(0),
      oldest: z.string().nullable(),
      newest: z.string().nullable(),
    }),
    errors: ['knowledge_unavailable'],
  }),
} as const;
