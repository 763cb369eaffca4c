/** The model of meaning in words. */
import type { MeaningModel } from '#shared/nouns/knowledge.ts';

/** `the model in /models/e5, which has 1,200 of 17,000 pieces`. What is in it is not safe to print yet. */
export function meaningLine({ method, model, folder, done, chunks, fault }: MeaningModel): string {
  const name = method === 'folder' ? `the model in ${folder ?? '?'}` : (model ?? '?');
  if (fault !== undefined) return `${name} cannot be used, TF-IDF is: ${fault}`;
  if (chunks === 0) return `${name}, which has made no vectors yet; until then TF-IDF`;
  const count = `${done.toLocaleString('en-GB')} of ${chunks.toLocaleString('en-GB')} pieces`;
  return done < chunks ? `${name}, which has vectors of ${count}` : `${name}, with vectors of all ${count}`;
}
