/** Kinds of memories in words. The shared noun carries zod with it, so what the page needs is written here; a test ties them. */
import type { MemoryKind } from '#shared/nouns/memory.ts';
import type { Tone } from './run-state.ts';

export const MEMORY_WORDS: Readonly<
  Record<MemoryKind, { readonly label: string; readonly many: string; readonly tone: Tone }>
> = {
  plan: { label: 'Plan', many: 'Plans', tone: 'running' },
  solution: { label: 'Solution', many: 'Solutions', tone: 'ok' },
  error: { label: 'Error', many: 'Errors', tone: 'failed' },
  insight: { label: 'Insight', many: 'Insights', tone: 'waiting' },
  note: { label: 'Note', many: 'Notes', tone: 'quiet' },
};
export const MEMORY_KINDS = Object.keys(MEMORY_WORDS) as MemoryKind[];

/** How much a memory weighs, or an importance, of 1. */
export function weightWords(weight: number): string {
  if (weight >= 0.75) return 'heavy';
  if (weight >= 0.4) return 'fair';
  return weight >= 0.15 ? 'light' : 'fading';
}
