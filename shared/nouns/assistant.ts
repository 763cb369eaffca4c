/** Questions, and answers that say where they have it from. */
import { z } from 'zod';
import { ErrorBody } from '../errors/luka-error.ts';
import { Citation, RecallMethod } from './knowledge.ts';

/** Something that can be done about it: a button. It goes through the same gates as everything. */
export const ProposedAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run-task'), label: z.string(), task: z.string() }),
  z.strictObject({ kind: z.literal('rerun'), label: z.string(), run: z.int().positive() }),
  /** A page of the UI, beginning with `/`. */
  z.strictObject({ kind: z.literal('open'), label: z.string(), page: z.string() }),
]);
export type ProposedAction = z.infer<typeof ProposedAction>;

export const AnswerSentence = z.strictObject({
  text: z.string(),
  /** Numbers of sources below, from 1. */
  sources: z.array(z.int().positive()),
  /** False for a sentence of a model that no source bears out. */
  supported: z.boolean(),
});
export type AnswerSentence = z.infer<typeof AnswerSentence>;

export const AnswerSource = z.strictObject({
  number: z.int().positive(),
  /** What Luka knows of itself has none: see `page`. */
  citation: Citation.optional(),
  /** A page of the UI that shows it. */
  page: z.string().optional(),
  title: z.string(),
  text: z.string(),
  score: z.number(),
});
export type AnswerSource = z.infer<typeof AnswerSource>;

/** That an answer goes to a human: who said so, and what somebody said who looked at it. */
export const Escalation = z.strictObject({
  at: z.string(),
  by: z.string(),
  note: z.string().optional(),
  /** Absent while it waits. */
  settled: z.strictObject({ at: z.string(), by: z.string(), note: z.string().optional() }).optional(),
});
export type Escalation = z.infer<typeof Escalation>;

/** One that waits for somebody. */
export const EscalatedAnswer = z.strictObject({
  answer: z.int().positive(),
  conversation: z.int().positive(),
  question: z.string(),
  at: z.string(),
  by: z.string(),
  note: z.string().optional(),
});
export type EscalatedAnswer = z.infer<typeof EscalatedAnswer>;

export const Answer = z.strictObject({
  id: z.int().positive(),
  conversation: z.int().positive(),
  question: z.string(),
  at: z.string(),
  sentences: z.array(AnswerSentence),
  sources: z.array(AnswerSource),
  /** 0 to 1; below 0.35 nothing is claimed, and `missing` says what is not there. */
  confidence: z.number().min(0).max(1),
  missing: z.string().optional(),
  method: z.enum(['extractive', 'live-state', 'model']),
  /** Of a model on this machine. */
  model: z.string().optional(),
  retrieval: RecallMethod,
  /** What was looked at and why, in order. */
  trace: z.array(z.strictObject({ step: z.string(), text: z.string(), ms: z.number().min(0) })),
  actions: z.array(ProposedAction),
  feedback: z.enum(['approve', 'needs-changes', 'escalate']).optional(),
  escalation: Escalation.optional(),
  tookMs: z.number().min(0),
});
export type Answer = z.infer<typeof Answer>;

export const Conversation = z.strictObject({
  id: z.int().positive(),
  /** Its first question. */
  title: z.string(),
  at: z.string(),
  answers: z.int().min(0),
  /** How many of them wait for somebody. */
  escalated: z.int().min(0),
});
export type Conversation = z.infer<typeof Conversation>;

/** What is heard while an answer is being made. The last is `answer` or `error`. */
export const AskEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('step'), step: z.string(), text: z.string(), ms: z.number().min(0) }),
  /** Words of a model as they come: not checked yet, and not necessarily those of the answer. */
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('answer'), answer: Answer }),
  z.strictObject({ kind: z.literal('error'), error: ErrorBody }),
]);
export type AskEvent = z.infer<typeof AskEvent>;
