/** The old names and shapes over the same rooms. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Answer } from '#shared/nouns/assistant.ts';
import type { Memory } from '#shared/nouns/memory.ts';
import { isoAt } from '../../clock.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

const BUDGET = 2_000;
/** Of English; a token of Thai is shorter. */
const CHARACTERS_A_TOKEN = 4;
const MEMORIES = 10;

export function legacyHandlers({
  mind: { assistant, memories },
}: Services): Pick<Handlers, 'legacyQuery' | 'legacyRemember' | 'legacyRecall' | 'legacyMemoryStats'> {
  /** The old call knew no conversations: what one client asks is kept in one, or a poll would fill the list of them. */
  const conversations = new Map<string, number>();
  const askApart = async (question: string, client: string): Promise<Answer> => {
    const conversation = conversations.get(client);
    const answer = await assistant
      .ask({ question, conversation, standsAlone: true })
      .catch((error: unknown) => {
        // Forgotten meanwhile, which takes nothing from the next question.
        if (error instanceof LukaError && error.code === 'conversation_unknown')
          return assistant.ask({ question });
        throw error;
      });
    conversations.set(client, answer.conversation);
    return answer;
  };
  return {
    async legacyQuery({ body }, request) {
      const { role, name } = actorOf(request);
      const answer = await askApart(body.query, `${role} ${name}`);
      return toLegacy(answer, body.tokenBudget ?? BUDGET);
    },
    async legacyRemember({ body }, request) {
      const { kind, text, meta = {}, importance = 0.5 } = body;
      const memory = await memories.remember({ kind, text, meta, importance }, actorOf(request));
      return { ok: true, id: memory.id, memory: toLegacyMemory(memory, memory.weight) };
    },
    async legacyRecall({ body }) {
      const { query, kind, topK, limit } = body;
      const found = await memories.find({ q: query, kind, limit: topK ?? limit ?? MEMORIES });
      if (query.trim() !== '') memories.noteUses(found.memories.map(({ id }) => id));
      return { query, results: found.memories.map((memory) => toLegacyMemory(memory, memory.score)) };
    },
    async legacyMemoryStats() {
      const { total, pinned, merged, kinds, oldest, newest } = await memories.counts();
      return {
        total,
        byKind: kinds,
        pinned,
        merged,
        oldest: oldest === undefined ? null : isoAt(oldest),
        newest: newest === undefined ? null : isoAt(newest),
      };
    },
  };
}

function toLegacy(
  { question, sentences, missing, sources, confidence, trace, actions }: Answer,
  limit: number,
) {
  const context = [];
  let used = 0;
  for (const { text, title, citation, page, score } of sources) {
    const tokens = Math.ceil(text.length / CHARACTERS_A_TOKEN);
    if (used + tokens > limit) break;
    used += tokens;
    context.push({
      text,
      title,
      source: citation?.path ?? `luka:${page ?? '/'}`,
      score,
      ...(citation ? { line: citation.line } : {}),
    });
  }
  return {
    query: question,
    answer: sentences.length > 0 ? sentences.map(({ text }) => text).join(' ') : (missing ?? ''),
    context,
    confidence,
    tokenBudget: { limit, used },
    trace,
    actions,
  };
}

function toLegacyMemory({ id, kind, text, meta, importance, at }: Memory, score: number) {
  return { id, kind, text, meta, importance, timestamp: at, score };
}
