/** What a look over all documents finds: what is double, what is stale, and the reports that say it. */
import { z } from 'zod';

export const DuplicateSide = z.strictObject({
  document: z.int().positive(),
  path: z.string(),
  title: z.string(),
  at: z.string(),
});
export type DuplicateSide = z.infer<typeof DuplicateSide>;

/** Two documents that say nearly the same. */
export const DuplicatePair = z.strictObject({
  /** `superseded`: the newer one stands in place of the older. */
  kind: z.enum(['same', 'near', 'superseded']),
  older: DuplicateSide,
  newer: DuplicateSide,
  /** Jaccard likeness of their runs of four words, 0 to 1, estimated. */
  likeness: z.number().min(0).max(1),
  /** Why it is taken for that. */
  why: z.string(),
});
export type DuplicatePair = z.infer<typeof DuplicatePair>;

/** A report that Luka has written of what was read: Markdown, made anew each time. */
export const KnowledgeReport = z.strictObject({
  /** `duplicates.md`, `digest-2026-11-29.md`. */
  name: z.string(),
  title: z.string(),
  /** Absolute. */
  path: z.string(),
  at: z.string(),
});
export type KnowledgeReport = z.infer<typeof KnowledgeReport>;

export const Consolidation = z.strictObject({
  at: z.string(),
  tookMs: z.number().min(0),
  documents: z.int().min(0),
  duplicates: z.int().min(0),
  superseded: z.int().min(0),
  topics: z.int().min(0),
  links: z.int().min(0),
  brokenLinks: z.int().min(0),
  orphans: z.int().min(0),
  contradictions: z.int().min(0),
  reports: z.array(KnowledgeReport),
});
export type Consolidation = z.infer<typeof Consolidation>;
