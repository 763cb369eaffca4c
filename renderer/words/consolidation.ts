/** What a look over all documents found, in words. The shared noun carries zod with it; a test ties them. */
import type { Consolidation, DuplicatePair } from '#shared/nouns/consolidation.ts';
import { count, type Tone } from './run-state.ts';

export const PAIR_WORDS: Readonly<
  Record<DuplicatePair['kind'], { readonly label: string; readonly tone: Tone }>
> = {
  same: { label: 'The same', tone: 'waiting' },
  near: { label: 'Nearly the same', tone: 'quiet' },
  superseded: { label: 'Superseded', tone: 'waiting' },
};

/** `12 duplicates, 3 superseded, 8 topics, 2 broken links, 4 orphans, 1 contradiction`; what there is none of is left out. */
export function consolidatedWords(made: Consolidation): string {
  const words = [
    made.duplicates > 0 ? count(made.duplicates, 'duplicate') : '',
    made.superseded > 0 ? `${made.superseded.toLocaleString('en-GB')} superseded` : '',
    made.topics > 0 ? count(made.topics, 'topic') : '',
    made.brokenLinks > 0 ? count(made.brokenLinks, 'broken link') : '',
    made.orphans > 0 ? count(made.orphans, 'orphan') : '',
    made.contradictions > 0 ? count(made.contradictions, 'contradiction') : '',
  ].filter((part) => part !== '');
  return words.length === 0 ? 'Nothing to report' : words.join(', ');
}
