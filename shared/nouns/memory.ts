/** What Luka was told to keep in mind. */
import { z } from 'zod';

export const MEMORY_KINDS = ['plan', 'solution', 'error', 'insight', 'note'] as const;
export const MemoryKind = z.enum(MEMORY_KINDS);
export type MemoryKind = z.infer<typeof MemoryKind>;

export const MemoryDraft = z.strictObject({
  kind: MemoryKind,
  text: z.string().trim().min(1).max(20_000),
  /** Whatever belongs to it: a run, a task, a file. */
  meta: z.record(z.string(), z.unknown()).default({}),
  /** 0 to 1. */
  importance: z.number().min(0).max(1).default(0.5),
  pinned: z.boolean().default(false),
});
export type MemoryDraft = z.input<typeof MemoryDraft>;

export const Memory = z.strictObject({
  id: z.int().positive(),
  kind: MemoryKind,
  text: z.string(),
  meta: z.record(z.string(), z.unknown()),
  importance: z.number(),
  pinned: z.boolean(),
  at: z.string(),
  by: z.string(),
  /** How often it was recalled, and when last. */
  uses: z.int().min(0),
  usedAt: z.string().optional(),
  /** 0 to 1: importance that fades with time and grows with use; pinned ones do not fade. */
  weight: z.number(),
  /** Near-duplicates that it stands for; each is kept as it was. */
  originals: z.array(z.int().positive()),
});
export type Memory = z.infer<typeof Memory>;
