/** Answers questions: about Luka from its records, about everything else from what it has read, with sources. */
import type { Answer } from '#shared/nouns/assistant.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { AssistantSettings } from '#shared/nouns/settings.ts';
import type { Clock } from '../../clock.ts';
import type { MemoryBook } from '../memory/memory-book.ts';
import type { Retriever } from '../retriever.ts';
import type { NewAnswer, Verdict } from './answer-rows.ts';
import type { Conversations } from './conversations.ts';
import { answerFrom, LEAST_CONFIDENCE, type Draft } from './extractive.ts';
import { readFollowUp, wholeOf, type Asked } from './follow-up.ts';
import type { Feedback } from './feedback.ts';
import { answerLive } from './live/answer-live.ts';
import type { Intent } from './live/intent.ts';
import type { LiveState } from './live/live-state.ts';
import { readIntent } from './live/read-intent.ts';
import { answerByModel } from './model/answer-by-model.ts';
import { ModelFailure, type ChatLimits } from './model/chat.ts';
import { retrieve } from './retrieve.ts';
import type { Retrieved } from './evidence.ts';
import { Trace, type TraceStep } from './trace.ts';

export interface AssistantOptions {
  readonly clock: Clock;
  readonly conversations: Conversations;
  readonly memories: MemoryBook;
  readonly retriever: Retriever;
  readonly state: LiveState;
  /** The model that the person set up; null where none is. */
  readonly model: () => AssistantSettings | null;
  readonly limits?: ChatLimits | undefined;
}

export interface Question {
  readonly question: string;
  readonly conversation?: number | undefined;
  /** It goes on from nothing that was asked before it. */
  readonly standsAlone?: boolean | undefined;
}

/** What can be heard while the answer is being made. */
export interface AskListener {
  readonly onStep?: ((step: TraceStep) => void) | undefined;
  /** Words of a model, not checked yet. */
  readonly onText?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Questions before that one can go on from. */
const THREAD = 6;

export class Assistant {
  readonly #options: AssistantOptions;

  constructor(options: AssistantOptions) {
    this.#options = options;
  }

  /** @throws LukaError conversation_unknown, knowledge_unavailable, ledger_unavailable */
  async ask({ question, conversation, standsAlone }: Question, listener: AskListener = {}): Promise<Answer> {
    const { conversations, clock, state } = this.#options;
    const started = clock.monotonic();
    const trace = new Trace(clock, listener.onStep);
    const before =
      conversation === undefined || standsAlone ? [] : conversations.questions(conversation, THREAD);
    const intent = this.#intent(question, before);
    const made = intent
      ? await this.#fromState(question, intent, state, trace)
      : await this.#fromDocuments(readFollowUp(question, before), trace, listener);
    return conversations.add(conversation, {
      ...made,
      question,
      confidence: Math.round(made.confidence * 100) / 100,
      trace: trace.steps,
      tookMs: Math.round((clock.monotonic() - started) * 10) / 10,
    });
  }

  /** A person's word on an answer; kept as a memory. @throws LukaError answer_unknown, ledger_unavailable */
  async judge(id: number, verdict: Verdict, note: string | undefined, by: Actor): Promise<Answer> {
    const { conversations, memories } = this.#options;
    const { question, sentences, sources, missing } = conversations.answer(id);
    const words = {
      approve: 'a good answer',
      'needs-changes': 'an answer that needs changes',
      escalate: 'an answer that goes to a human',
    };
    const feedback: Feedback = {
      answer: id,
      verdict,
      question,
      said: (sentences.map(({ text }) => text).join(' ') || missing || '').slice(0, 4_000),
      sources: sources.flatMap(({ citation }) => (citation ? [`${citation.path}:${citation.line}`] : [])),
      ...(note ? { note } : {}),
    };
    await memories.remember(
      {
        kind: verdict === 'approve' ? 'insight' : 'note',
        text: `${words[verdict]} to "${question}"${note ? `: ${note}` : ''}`,
        meta: { ...feedback },
        importance: verdict === 'approve' ? 0.5 : 0.7,
      },
      by,
    );
    return conversations.judge(id, { verdict, note, by });
  }

  /**
   * Somebody has looked at an answer that was escalated; what they say of it is kept for the next one.
   * @throws LukaError answer_unknown, knowledge_unavailable, ledger_unavailable
   */
  async settle(id: number, note: string | undefined, by: Actor): Promise<Answer> {
    const { conversations, memories } = this.#options;
    const { question, escalation } = conversations.answer(id);
    const isOpen = escalation !== undefined && escalation.settled === undefined;
    if (isOpen && note !== undefined)
      await memories.remember(
        { kind: 'insight', text: `${question}: ${note}`, meta: { settled: id }, importance: 0.7 },
        by,
      );
    return conversations.settle(id, { note, by });
  }

  /** Each question is read with what the one before it was about. */
  #intent(question: string, before: readonly string[]): Intent | undefined {
    const { state } = this.#options;
    const context = { tasks: state.tasks(), now: state.now() };
    let last: Intent | undefined;
    for (const one of before) last = readIntent(one, { ...context, before: last });
    return readIntent(question, { ...context, before: last });
  }

  async #fromState(question: string, intent: Intent, state: LiveState, trace: Trace): Promise<Made> {
    const about = intent.tasks.map(({ id }) => id).join(', ');
    trace.add(
      'question',
      `asks Luka itself: ${intent.kind}${about === '' ? '' : ` of ${about}`}${intent.period ? `, ${intent.period.words}` : ''}`,
    );
    const { looks, ...answer } = await answerLive(question, intent, state);
    for (const look of looks) trace.add('live-state', `looked at ${look}`);
    return {
      ...answer,
      sentences: [...answer.sentences],
      sources: [...answer.sources],
      actions: [...answer.actions],
      method: 'live-state',
      retrieval: 'tf-idf',
    };
  }

  /** What documents say becomes text and never more: no action comes from here. @throws LukaError knowledge_unavailable */
  async #fromDocuments(asked: Asked, trace: Trace, listener: AskListener): Promise<Made> {
    const { memories, retriever } = this.#options;
    const whole = wholeOf(asked);
    const goesOn =
      asked.context === '' ? 'stands by itself' : `goes on with the one before it: searched for "${whole}"`;
    trace.add('question', goesOn);
    const retrieved = await retrieve(whole, { retriever, memories });
    trace.add('recall', retrievedText(retrieved));
    for (const { from, to } of retrieved.corrected)
      trace.add('recall', `no document has "${from}": searched for "${to}"`);
    const draft = await answerFrom(asked, retrieved);
    trace.add('choose', draftText(draft));
    const common = { actions: [], retrieval: retrieved.method };
    const byModel =
      draft.missing === undefined ? await this.#byModel(whole, retrieved, draft, trace, listener) : undefined;
    if (byModel) return { ...byModel, ...common };
    memories.noteUses(draft.memories);
    return {
      ...common,
      sentences: [...draft.sentences],
      sources: [...draft.sources],
      confidence: draft.confidence,
      method: 'extractive',
      ...(draft.missing === undefined ? {} : { missing: draft.missing }),
    };
  }

  async #byModel(asked: string, { evidence }: Retrieved, draft: Draft, trace: Trace, listener: AskListener) {
    const settings = this.#options.model();
    if (settings === null) return undefined;
    try {
      const { limits } = this.#options;
      const { sentences, sources, supported, corrected } = await answerByModel(settings, asked, evidence, {
        ...listener,
        limits,
      });
      const fixed = corrected === 0 ? '' : `, ${corrected} citations corrected`;
      trace.add(
        'model',
        `${settings.model} worded it: ${Math.round(supported * 100)} % of its sentences are borne out by the sources${fixed}`,
      );
      const confidence = draft.confidence * supported;
      if (confidence < LEAST_CONFIDENCE) {
        trace.add('model', `so little is sure of that that the sentences of the sources stand instead`);
        return undefined;
      }
      return {
        sentences: [...sentences],
        sources: [...sources],
        confidence,
        method: 'model' as const,
        model: settings.model,
      };
    } catch (error) {
      if (!(error instanceof ModelFailure)) throw error;
      trace.add('model', `${settings.model} is not used: ${error.message}`);
      return undefined;
    }
  }
}

type Made = Omit<NewAnswer, 'question' | 'trace' | 'tookMs'>;

function retrievedText({ evidence, method }: Retrieved): string {
  const memories = evidence.filter(({ memory }) => memory !== undefined).length;
  const words = {
    'tf-idf': 'words and TF-IDF',
    ollama: 'words and a model of embeddings',
    folder: 'words and a model of embeddings',
  };
  return `${evidence.length - memories} passages and ${memories} memories, found by ${words[method]}`;
}

function draftText({ sentences, confidence }: Draft): string {
  const sure = Math.round(confidence * 100) / 100;
  return sentences.length === 0
    ? `no sentence answers it well enough: confidence ${sure}, at least ${LEAST_CONFIDENCE} is asked`
    : `${sentences.length} sentences, confidence ${sure}`;
}
