import { z } from 'zod';
import { Answer, AskEvent, Conversation, EscalatedAnswer } from '../nouns/assistant.ts';
import { endpoint } from './endpoint.ts';

const Question = z.strictObject({
  question: z.string().trim().min(1).max(8_000),
  /** Goes on with it; a new one where left out. */
  conversation: z.int().positive().optional(),
});
const ByConversation = z.strictObject({ conversation: z.coerce.number().pipe(z.int().positive()) });

export const assistantEndpoints = {
  ask: endpoint({
    method: 'POST',
    path: '/api/v1/ask',
    summary:
      'An answer from what Luka has read and from its own state, with sources; or that it does not know.',
    scope: 'context:read',
    body: Question,
    response: Answer,
    errors: ['conversation_unknown', 'knowledge_unavailable', 'ledger_unavailable', 'disk_full'],
  }),
  streamAnswer: endpoint({
    method: 'POST',
    path: '/api/v1/ask/stream',
    summary:
      'The same, with what is looked at and the words of a model as they come: events `step`, `text`, then `answer` or `error`.',
    scope: 'context:read',
    body: Question,
    response: AskEvent,
    kind: 'stream',
    errors: ['conversation_unknown'],
  }),
  listEscalated: endpoint({
    method: 'GET',
    path: '/api/v1/escalations',
    summary: 'Answers that somebody has to look at, the oldest first.',
    query: z.strictObject({
      limit: z.coerce.number().pipe(z.int().min(1).max(200)).default(50),
      /** Only answers with a larger number: the `next` of the page before. */
      after: z.coerce.number().pipe(z.int().min(0)).default(0),
    }),
    response: z.strictObject({
      escalated: z.array(EscalatedAnswer),
      total: z.int().min(0),
      next: z.int().optional(),
    }),
    errors: [],
  }),
  settleAnswer: endpoint({
    method: 'POST',
    path: '/api/v1/answers/:answer/settle',
    summary: 'A human has looked at an answer that was escalated. What they say is kept as a memory.',
    scope: 'ops:approve',
    params: z.strictObject({ answer: z.coerce.number().pipe(z.int().positive()) }),
    body: z.strictObject({ note: z.string().trim().max(4_000).optional() }),
    response: Answer,
    errors: ['answer_unknown', 'knowledge_unavailable', 'ledger_unavailable', 'disk_full'],
  }),
  listConversations: endpoint({
    method: 'GET',
    path: '/api/v1/conversations',
    summary: 'Conversations, the newest first.',
    response: z.strictObject({ conversations: z.array(Conversation) }),
    errors: [],
  }),
  getConversation: endpoint({
    method: 'GET',
    path: '/api/v1/conversations/:conversation',
    summary: 'One conversation with its answers, the oldest first.',
    params: ByConversation,
    response: Conversation.extend({ thread: z.array(Answer) }),
    errors: ['conversation_unknown'],
  }),
  forgetConversation: endpoint({
    method: 'DELETE',
    path: '/api/v1/conversations/:conversation',
    summary: 'Forget a conversation.',
    scope: 'memory:write',
    params: ByConversation,
    response: z.strictObject({ ok: z.literal(true) }),
    errors: ['conversation_unknown', 'ledger_unavailable', 'disk_full'],
  }),
  giveFeedback: endpoint({
    method: 'POST',
    path: '/api/v1/answers/:answer/feedback',
    summary: 'Say what an answer was worth; it is kept as a memory.',
    scope: 'memory:write',
    params: z.strictObject({ answer: z.coerce.number().pipe(z.int().positive()) }),
    body: z.strictObject({
      verdict: z.enum(['approve', 'needs-changes', 'escalate']),
      note: z.string().max(4_000).optional(),
    }),
    response: Answer,
    errors: ['answer_unknown', 'knowledge_unavailable', 'ledger_unavailable', 'disk_full'],
  }),
} as const;
