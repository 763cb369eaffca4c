import { z } from 'zod';
import { Memory, MemoryDraft, MemoryKind } from '../nouns/memory.ts';
import { SimilarFailures } from '../nouns/similar-failure.ts';
import { endpoint } from './endpoint.ts';
import { RunIdParam } from './runs.ts';

const ById = z.strictObject({ memory: z.coerce.number().pipe(z.int().positive()) });
const Offset = z.coerce.number().pipe(z.int().min(0).max(10_000_000)).default(0);
const Limit = z.coerce.number().pipe(z.int().min(1).max(200)).default(20);

export const memoryEndpoints = {
  remember: endpoint({
    method: 'POST',
    path: '/api/v1/memories',
    summary: 'Keep something in mind. What says nearly the same becomes one, and the originals are kept.',
    scope: 'memory:write',
    body: MemoryDraft,
    response: Memory,
    status: 201,
    errors: ['knowledge_unavailable', 'ledger_unavailable', 'disk_full'],
  }),
  recallMemories: endpoint({
    method: 'GET',
    path: '/api/v1/memories',
    summary:
      'Memories that fit a question, the most fitting first; all of them, the weightiest first, without one.',
    query: z.strictObject({
      q: z.string().max(2_000).optional(),
      kind: MemoryKind.optional(),
      limit: Limit,
      /** The `next` of the page before. */
      offset: Offset,
    }),
    response: z.strictObject({
      memories: z.array(Memory),
      total: z.int().min(0),
      /** Absent on the last page. */
      next: z.int().positive().optional(),
    }),
    errors: ['knowledge_unavailable'],
  }),
  memoryStats: endpoint({
    method: 'GET',
    path: '/api/v1/memories-stats',
    summary: 'How many memories there are, by kind.',
    response: z.strictObject({
      total: z.int().min(0),
      pinned: z.int().min(0),
      merged: z.int().min(0),
      kinds: z.record(MemoryKind, z.int().min(0)),
      oldest: z.string().optional(),
      newest: z.string().optional(),
    }),
    errors: ['knowledge_unavailable'],
  }),
  getMemory: endpoint({
    method: 'GET',
    path: '/api/v1/memories/:memory',
    summary: 'One memory; also an original that another one stands for.',
    params: ById,
    response: Memory,
    errors: ['memory_unknown'],
  }),
  changeMemory: endpoint({
    method: 'PATCH',
    path: '/api/v1/memories/:memory',
    summary: 'Pin a memory, weigh it anew, or say it better.',
    scope: 'memory:write',
    params: ById,
    body: z.strictObject({
      pinned: z.boolean().optional(),
      importance: z.number().min(0).max(1).optional(),
      text: z.string().trim().min(1).max(20_000).optional(),
    }),
    response: Memory,
    errors: ['memory_unknown', 'ledger_unavailable', 'disk_full'],
  }),
  forgetMemory: endpoint({
    method: 'DELETE',
    path: '/api/v1/memories/:memory',
    summary: 'Forget a memory for good.',
    scope: 'memory:write',
    params: ById,
    response: z.strictObject({ ok: z.literal(true) }),
    errors: ['memory_unknown', 'ledger_unavailable', 'disk_full'],
  }),
  similarFailures: endpoint({
    method: 'GET',
    path: '/api/v1/runs/:run/similar',
    summary: 'Earlier failures like this one, what mended them, and memories that fit.',
    params: RunIdParam,
    response: SimilarFailures,
    errors: ['run_unknown', 'knowledge_unavailable'],
  }),
} as const;
