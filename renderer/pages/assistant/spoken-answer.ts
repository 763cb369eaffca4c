/** An answer as a screen reader says it when it comes. Pure. */
import type { Answer } from '#shared/nouns/assistant.ts';
import { confidenceWords, KNOWS_FROM, percent } from '../../words/confidence.ts';
import { plainLine } from '../../words/plain.ts';
import { count } from '../../words/run-state.ts';

export function spokenAnswer({ sentences, sources, confidence, missing }: Answer): string {
  const from = sources.length === 0 ? '' : ` ${count(sources.length, 'source')}.`;
  if (confidence < KNOWS_FROM)
    return `I do not know.${missing === undefined ? '' : ` ${plainLine(missing)}`}`;
  const said = sentences.map(({ text, supported }) =>
    supported ? plainLine(text) : `${plainLine(text)} (no source bears this out)`,
  );
  return `${said.join(' ')} ${confidenceWords(confidence).word}, ${percent(confidence)} of 100.${from}`;
}
