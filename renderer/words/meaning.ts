/** The model of meaning in words. */
import type { MeaningModel } from '#shared/nouns/knowledge.ts';

/** One sentence or two about how meaning is compared now. */
export function meaningWords(meaning: MeaningModel | undefined): { text: string; fault: boolean } {
  if (!meaning) return { text: 'Now: by the weight of words (TF-IDF).', fault: false };
  const { method, model, done, chunks, fault } = meaning;
  const name =
    method === 'ollama' ? `${(model ?? 'a model').replace(/^ollama:/, '')} of Ollama` : 'This model';
  if (fault !== undefined)
    return { text: `${name} cannot be used, so TF-IDF is: ${fault.replace(/\.?$/, '.')}`, fault: true };
  if (chunks === 0)
    return { text: `${name} has made no vectors yet; until then TF-IDF is used.`, fault: false };
  const all = chunks.toLocaleString('en-GB');
  return {
    text:
      done < chunks
        ? `${name} has read ${done.toLocaleString('en-GB')} of ${all} pieces; until then TF-IDF is used.`
        : `${name} has read all ${all} pieces, and compares meaning now.`,
    fault: false,
  };
}
