/** Documents that Luka has read, where they come from, and what a search finds in them. */
import { z } from 'zod';

/** What a document is; decides how it is read and cut into chunks. */
export const DOCUMENT_KINDS = [
  'markdown',
  'text',
  'html',
  'json',
  'jsonl',
  'yaml',
  'log',
  'code',
  'pdf',
  'docx',
  // Luka's own.
  'run',
  'report',
  'approval',
  'memory',
] as const;
export const DocumentKind = z.enum(DOCUMENT_KINDS);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** How a source is looked at: by the file system's events, or by the clock where there are none (network drives). */
export const SourceWatch = z.union([
  z.literal('events'),
  z.literal('manual'),
  z.strictObject({ everySeconds: z.int().min(30).max(604_800) }),
]);
export type SourceWatch = z.infer<typeof SourceWatch>;

export const SourceSpec = z.strictObject({
  /** Absolute. */
  folder: z.string().min(1).max(4_096),
  /** Shown instead of the folder's name. */
  name: z.string().min(1).max(200).optional(),
  /** Globs below the folder, of files to read; all known kinds where left out. */
  include: z.array(z.string().min(1).max(400)).max(100).optional(),
  /** Globs of files and folders to leave out, besides `.gitignore` and `.lukaignore`. */
  exclude: z.array(z.string().min(1).max(400)).max(100).optional(),
  watch: SourceWatch.default('events'),
});
export type SourceSpec = z.infer<typeof SourceSpec>;

/** What became of one file that is not in the index. */
export const SkippedFile = z.strictObject({
  source: z.string(),
  path: z.string(),
  reason: z.enum(['too-large', 'binary', 'not-text', 'unreadable', 'timed-out', 'broken', 'loop', 'gone']),
  message: z.string(),
});
export type SkippedFile = z.infer<typeof SkippedFile>;

export const KnowledgeSource = z.strictObject({
  /** `luka` for Luka's own runs, reports, approvals and memories. */
  id: z.string(),
  name: z.string(),
  /** Absent for Luka's own. */
  folder: z.string().optional(),
  include: z.array(z.string()).optional(),
  exclude: z.array(z.string()).optional(),
  watch: SourceWatch,
  /** `absent`: the folder or its volume is not there now; what was read of it is kept. */
  state: z.enum(['ready', 'syncing', 'absent', 'failing', 'new']),
  message: z.string().optional(),
  documents: z.int().min(0),
  skipped: z.int().min(0),
  bytes: z.int().min(0),
  syncedAt: z.string().optional(),
  /** Of the last whole sync, ms. */
  tookMs: z.number().min(0).optional(),
});
export type KnowledgeSource = z.infer<typeof KnowledgeSource>;

/** How far a sync is. Rates are of this sync. */
export const SyncProgress = z.strictObject({
  id: z.int().positive(),
  state: z.enum(['walking', 'reading', 'done', 'cancelled', 'failed']),
  startedAt: z.string(),
  /** Files looked at, of how many are known so far. */
  files: z.int().min(0),
  total: z.int().min(0),
  bytes: z.int().min(0),
  filesPerSecond: z.number().min(0),
  /** Absent while it cannot be told. */
  secondsLeft: z.number().min(0).optional(),
  added: z.int().min(0),
  changed: z.int().min(0),
  removed: z.int().min(0),
  skipped: z.int().min(0),
  /** Absent while it goes on. */
  tookMs: z.number().min(0).optional(),
  message: z.string().optional(),
});
export type SyncProgress = z.infer<typeof SyncProgress>;

/** The model that makes vectors of meaning beside TF-IDF, and how far it is. */
export const MeaningModel = z.strictObject({
  method: z.enum(['ollama', 'folder']),
  /** Absent where it could not be opened, or was not yet. */
  model: z.string().optional(),
  /** As it is set; absent for Ollama. */
  folder: z.string().optional(),
  /** Chunks that have its vectors, of how many. */
  done: z.int().min(0),
  chunks: z.int().min(0),
  /** Why it cannot be used. */
  fault: z.string().optional(),
});
export type MeaningModel = z.infer<typeof MeaningModel>;

export const KnowledgeStatus = z.strictObject({
  sources: z.array(KnowledgeSource),
  documents: z.int().min(0),
  chunks: z.int().min(0),
  /** Of the index on disk. */
  bytes: z.int().min(0),
  /** The one that goes on, else the last one. */
  sync: SyncProgress.optional(),
  /** An index that could not be used was set aside under this path and is made anew. */
  setAside: z.string().optional(),
  /** Why: it was damaged, or made by another version of Luka. */
  setAsideFor: z.enum(['damage', 'version']).optional(),
  /** Absent where meaning is compared by TF-IDF alone. */
  meaning: MeaningModel.optional(),
});
export type KnowledgeStatus = z.infer<typeof KnowledgeStatus>;

export const KnowledgeDocument = z.strictObject({
  id: z.int().positive(),
  source: z.string(),
  /** Absolute path of a file; `luka://run/12` of Luka's own. */
  path: z.string(),
  kind: DocumentKind,
  title: z.string(),
  tags: z.array(z.string()),
  language: z.string().optional(),
  /** When it was written: of its front matter, else of the file. */
  at: z.string(),
  bytes: z.int().min(0),
  chunks: z.int().min(0),
});
export type KnowledgeDocument = z.infer<typeof KnowledgeDocument>;

/** A place that can be opened: a file and lines, 1-based and inclusive. */
export const Citation = z.strictObject({
  document: z.int(),
  path: z.string(),
  title: z.string(),
  kind: DocumentKind,
  line: z.int().positive(),
  lastLine: z.int().positive(),
  headings: z.array(z.string()),
});
export type Citation = z.infer<typeof Citation>;

/** A piece of a snippet; `hit` where it is what was searched for. */
export const SnippetPart = z.strictObject({ text: z.string(), hit: z.boolean() });
export type SnippetPart = z.infer<typeof SnippetPart>;

export const SearchHit = z.strictObject({
  chunk: z.int().positive(),
  source: z.string(),
  at: z.string(),
  citation: Citation,
  snippet: z.array(SnippetPart),
  score: z.number(),
  /** Only where asked for: what the score is made of, in words and numbers. */
  why: z.array(z.strictObject({ part: z.string(), value: z.number(), text: z.string() })).optional(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchAnswer = z.strictObject({
  hits: z.array(SearchHit),
  /** At least as many; exact below 1,000. */
  total: z.int().min(0),
  /** Words that were searched for in place of others that no document has. */
  corrected: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  /** Filters that mean nothing and were left out, in words. */
  remarks: z.array(z.string()),
  tookMs: z.number().min(0),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

/** How meaning was compared. */
export const RecallMethod = z.enum(['ollama', 'folder', 'tf-idf']);
export type RecallMethod = z.infer<typeof RecallMethod>;
