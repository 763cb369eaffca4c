/** How sure an answer is, how it was made, and what was looked at and why. */
import { ChevronRight } from 'lucide-react';
import type { Answer } from '#shared/nouns/assistant.ts';
import { Meter } from '../../ui/meter.tsx';
import { Said } from '../../ui/said.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { ANSWER_METHODS, confidenceWords, percent } from '../../words/confidence.ts';
import { METHOD_WORDS } from '../../words/knowledge.ts';
import { plain, plainLine } from '../../words/plain.ts';
import { capital } from '../../words/run-state.ts';
import { durationWords } from '../../words/time.ts';

export function AnswerHow({ answer }: { answer: Answer }) {
  const { confidence, method, model, retrieval, trace, tookMs } = answer;
  const { word, tone } = confidenceWords(confidence);
  return (
    <div className="mt-3 text-sm text-ink-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
        <span
          className={`inline-flex items-center gap-2 ${tone === 'quiet' ? 'text-ink-2' : TONE_TEXT[tone]}`}
        >
          <Meter label="Confidence" value={confidence} text={word} />
          <span aria-hidden className="font-medium">
            {word}, {percent(confidence)} %
          </span>
        </span>
        <span>
          {ANSWER_METHODS[method]}
          {model === undefined ? '' : ` (${plainLine(model)})`}
        </span>
      </p>
      <details className="trace mt-1.5">
        <summary className="flex w-fit items-center gap-1 text-ink-2 select-none hover:text-ink">
          <ChevronRight size={13} aria-hidden className="trace-arrow" />
          What I looked at and why
        </summary>
        <ol aria-label="What was looked at" className="mt-1.5 ml-[5px] border-l border-line pl-3">
          {trace.map(({ step, text, ms }, index) => (
            // Steps have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 py-1">
              <span className="min-w-0 [overflow-wrap:anywhere] text-ink-2">
                <span className="font-medium text-ink">{capital(plainLine(step))}</span>{' '}
                <Said text={plain(text)} />
              </span>
              <span>{durationWords(ms)}</span>
            </li>
          ))}
        </ol>
        <p className="mt-1 ml-[5px] border-l border-line pb-1 pl-3">
          {method === 'live-state' ? '' : `Passages were found ${METHOD_WORDS[retrieval]}. `}
          {durationWords(tookMs)} in all.
        </p>
      </details>
    </div>
  );
}
