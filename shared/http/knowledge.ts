import { z } from 'zod';
import {
  KnowledgeDocument,
  KnowledgeSource,
  KnowledgeStatus,
  RecallMethod,
  SearchAnswer,
  SkippedFile,
  SourceSpec,
  SyncProgress,
} from '../nouns/knowledge.ts';
import { Consolidation, DuplicatePair, KnowledgeReport } from '../nouns/consolidation.ts';
import { endpoint } from './endpoint.ts';

const BySource = z.strictObject({ source: z.string().min(1).max(100) });
const Limit = z.coerce.number().pipe(z.int().min(1).max(200)).default(20);
const Offset = z.coerce.number().pipe(z.int().min(0).max(10_000)).default(0);
/** Of lists that are whole in memory, and cost the same at any place. */
const AnyOffset = z.coerce.number().pipe(z.int().min(0).max(10_000_000)).default(0);

export const knowledgeEndpoints = {
  knowledgeStatus: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge',
    summary: 'Sources, the size of the index, and the sync that goes on.',
    response: KnowledgeStatus,
    errors: [],
  }),
  addSource: endpoint({
    method: 'POST',
    path: '/api/v1/knowledge/sources',
    summary: 'Read a folder, and follow what changes in it. Nothing in it is ever changed.',
    scope: 'admin',
    body: SourceSpec,
    response: KnowledgeSource,
    status: 201,
    errors: ['source_exists', 'source_invalid'],
  }),
  removeSource: endpoint({
    method: 'DELETE',
    path: '/api/v1/knowledge/sources/:source',
    summary: 'Forget a folder and what was read of it. The folder stays as it is.',
    scope: 'admin',
    params: BySource,
    response: z.strictObject({ ok: z.literal(true) }),
    errors: ['source_unknown'],
  }),
  startSync: endpoint({
    method: 'POST',
    path: '/api/v1/knowledge/sync',
    summary: 'Read what changed. While one goes on, that one is answered.',
    scope: 'memory:write',
    body: z.strictObject({ source: z.string().max(100).optional() }),
    response: SyncProgress,
    status: 202,
    errors: ['source_unknown'],
  }),
  getSync: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/sync',
    summary: 'How far the sync is that goes on, or how the last one ended.',
    response: z.strictObject({ sync: SyncProgress.optional() }),
    errors: [],
  }),
  cancelSync: endpoint({
    method: 'DELETE',
    path: '/api/v1/knowledge/sync',
    summary: 'End the sync that goes on. What it has read is kept.',
    scope: 'memory:write',
    response: z.strictObject({ sync: SyncProgress.optional() }),
    errors: [],
  }),
  listSkipped: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/skipped',
    summary: 'Files that were not read, with the reason.',
    query: z.strictObject({ source: z.string().optional(), limit: Limit, offset: Offset }),
    response: z.strictObject({ skipped: z.array(SkippedFile), total: z.int().min(0) }),
    errors: ['knowledge_unavailable'],
  }),
  listDocuments: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/documents',
    summary: 'Documents in the index, the newest first.',
    query: z.strictObject({ source: z.string().optional(), limit: Limit, offset: Offset }),
    response: z.strictObject({ documents: z.array(KnowledgeDocument), total: z.int().min(0) }),
    errors: ['knowledge_unavailable'],
  }),
  getDocument: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/documents/:document',
    summary: 'One document with its text as it was read; lines are those of citations.',
    params: z.strictObject({ document: z.coerce.number().pipe(z.int().positive()) }),
    response: KnowledgeDocument.extend({
      text: z.string(),
      /** True where the text is longer than what is shown. */
      cut: z.boolean(),
    }),
    errors: ['document_unknown', 'knowledge_unavailable'],
  }),
  searchKnowledge: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/search',
    summary:
      'Words, "phrases", pre*, *part*, -not, and filters: path:, kind:, tag:, source:, after:, before:. Any text is a valid query.',
    query: z.strictObject({
      q: z.string().max(2_000),
      limit: Limit,
      offset: Offset,
      explain: z.stringbool().default(false),
    }),
    response: SearchAnswer,
    errors: ['knowledge_unavailable'],
  }),
  recallKnowledge: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/recall',
    summary:
      'By meaning: with a local model of embeddings where there is one, else by TF-IDF, fused with words.',
    query: z.strictObject({ q: z.string().max(8_000), limit: Limit, explain: z.stringbool().default(false) }),
    response: SearchAnswer.extend({ method: RecallMethod }),
    errors: ['knowledge_unavailable'],
  }),
  consolidateKnowledge: endpoint({
    method: 'POST',
    path: '/api/v1/knowledge/consolidate',
    summary:
      'Look over all documents, and write reports of what is double, stale, linked, contradictory and new. While one goes on, that one is answered.',
    scope: 'memory:write',
    body: z.strictObject({}),
    response: Consolidation,
    errors: ['knowledge_unavailable', 'disk_full'],
  }),
  listDuplicates: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/duplicates',
    summary:
      'Documents that say nearly the same, and those that a newer one stands in place of; the most alike first.',
    query: z.strictObject({ limit: Limit, offset: AnyOffset }),
    response: z.strictObject({
      pairs: z.array(DuplicatePair),
      total: z.int().min(0),
      at: z.string(),
      /** The offset of the next page; absent on the last one. */
      next: z.int().positive().optional(),
    }),
    errors: ['knowledge_unavailable'],
  }),
  listKnowledgeReports: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/reports',
    summary: 'Reports and digests of the last consolidations, the newest first.',
    response: z.strictObject({ reports: z.array(KnowledgeReport) }),
    errors: [],
  }),
  getKnowledgeReport: endpoint({
    method: 'GET',
    path: '/api/v1/knowledge/reports/:report',
    summary: 'One of them, as Markdown.',
    params: z.strictObject({ report: z.string().regex(/^[a-z0-9][a-zA-Z0-9-]{0,80}\.md$/) }),
    response: KnowledgeReport.extend({ text: z.string() }),
    errors: ['document_unknown'],
  }),
} as const;
