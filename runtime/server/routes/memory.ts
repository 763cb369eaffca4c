import { isoAt } from '../../clock.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function memoryHandlers({
  mind: { memories, similar },
}: Services): Pick<
  Handlers,
  | 'remember'
  | 'recallMemories'
  | 'getMemory'
  | 'memoryStats'
  | 'changeMemory'
  | 'forgetMemory'
  | 'similarFailures'
> {
  return {
    remember: ({ body }, request) => memories.remember(body, actorOf(request)),
    async recallMemories({ query }) {
      const found = await memories.recall(query);
      const next = query.offset + found.memories.length;
      return { ...found, ...(found.memories.length > 0 && next < found.total ? { next } : {}) };
    },
    async memoryStats() {
      const { oldest, newest, ...counts } = await memories.counts();
      return {
        ...counts,
        ...(oldest === undefined ? {} : { oldest: isoAt(oldest) }),
        ...(newest === undefined ? {} : { newest: isoAt(newest) }),
      };
    },
    getMemory: ({ params }) => memories.get(params.memory),
    changeMemory: ({ params, body }) => memories.change(params.memory, body),
    async forgetMemory({ params }, request) {
      await memories.forget(params.memory, actorOf(request));
      return { ok: true };
    },
    similarFailures: ({ params }) => similar(params.run),
  };
}
