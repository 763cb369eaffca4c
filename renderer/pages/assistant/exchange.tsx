/** A question and its answer, with its sources beside it, or below it where there is no room. */
import { SearchX } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Answer } from '#shared/nouns/assistant.ts';
import { Ago } from '../../ui/clock.tsx';
import { KNOWS_FROM } from '../../words/confidence.ts';
import { plain, plainLine } from '../../words/plain.ts';
import { capital, sentence } from '../../words/run-state.ts';
import { AnswerActions } from './answer-actions.tsx';
import { AnswerEscalation } from './answer-escalation.tsx';
import { AnswerFeedback } from './answer-feedback.tsx';
import { AnswerHow } from './answer-how.tsx';
import { AnswerText } from './answer-text.tsx';
import type { Heard } from './heard-answer.ts';
import { SourceList } from './source-list.tsx';

export function Exchange({ answer, onChanged }: { answer: Answer; onChanged: (answer: Answer) => void }) {
  const { id, question, at, sentences, sources, confidence, missing } = answer;
  const [lit, setLit] = useState<number>();
  const list = useRef<HTMLOListElement>(null);
  const knows = confidence >= KNOWS_FROM;
  const goTo = (number: number): void => {
    const card = list.current?.querySelector<HTMLElement>(`[data-source="${number}"]`);
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <article
      data-exchange={id}
      aria-labelledby={`question-${id}`}
      className="border-b border-line py-5 last:border-b-0"
    >
      <h2
        id={`question-${id}`}
        className="mb-3 text-lg font-semibold [overflow-wrap:anywhere] whitespace-pre-line"
      >
        {plain(question)}
        <span className="ml-2 text-sm font-normal whitespace-nowrap text-ink-3">
          <Ago at={at} />
        </span>
      </h2>
      <div
        className={
          sources.length > 0
            ? 'grid gap-x-8 gap-y-5 @min-[760px]:grid-cols-[minmax(0,1fr)_minmax(260px,340px)]'
            : ''
        }
      >
        <div className="min-w-0">
          {knows ? null : <DoesNotKnow question={question} missing={missing} />}
          {sentences.length > 0 ? (
            <>
              {knows ? null : <p className="mb-1 text-sm text-ink-3">What comes closest:</p>}
              <AnswerText
                sentences={sentences}
                sources={sources}
                lit={lit}
                quiet={!knows}
                onLight={setLit}
                onGo={goTo}
              />
            </>
          ) : null}
          {knows && missing !== undefined ? (
            <p className="mt-2 break-words text-waiting">Not found: {sentence(plain(missing))}</p>
          ) : null}
          <AnswerActions actions={answer.actions} />
          <AnswerHow answer={answer} />
          <AnswerFeedback answer={answer} onChanged={onChanged} />
          {answer.escalation ? (
            <AnswerEscalation answer={id} escalation={answer.escalation} onChanged={onChanged} />
          ) : null}
        </div>
        {sources.length > 0 ? (
          <SourceList
            ref={list}
            title={knows ? 'Sources' : 'The closest that was found'}
            sources={sources}
            lit={lit}
            onLight={setLit}
          />
        ) : null}
      </div>
    </article>
  );
}

/** An honest state: what is missing, and what can be done about it. */
function DoesNotKnow({ question, missing }: { question: string; missing: string | undefined }) {
  return (
    <section
      aria-label="I do not know"
      className="notice mb-3 flex gap-3 rounded-[7px] border-l-[3px] border-waiting px-3 py-2.5 text-waiting"
    >
      <SearchX size={16} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <p className="font-semibold">I do not know</p>
        <p className="break-words whitespace-pre-line text-ink-2">
          {missing === undefined ? 'Nothing that was read answers this.' : sentence(plain(missing))}
        </p>
        <p className="mt-1.5 flex flex-wrap gap-x-4 text-sm">
          <Link to={`/knowledge?q=${encodeURIComponent(question.slice(0, 300))}&by=meaning`} className="link">
            Search for it
          </Link>
          <Link to="/knowledge/sources?add" className="link">
            Add a folder that knows
          </Link>
        </p>
      </div>
    </section>
  );
}

/** While it is looked for: what was looked at so far, and the words of a model as they come. */
export function PendingExchange({ question, heard }: { question: string; heard: Heard }) {
  const last = heard.steps.at(-1);
  return (
    <article data-exchange aria-busy className="py-5">
      <h2 className="mb-3 text-lg font-semibold [overflow-wrap:anywhere] whitespace-pre-line">
        {plain(question)}
      </h2>
      <p className="truncate text-ink-3">
        {last === undefined
          ? 'Looking through what is read…'
          : `${capital(plainLine(last.step))}: ${plainLine(last.text)}…`}
      </p>
      {heard.text === '' ? (
        <div aria-hidden className="mt-3 flex max-w-[60ch] flex-col gap-2">
          <span className="waiting-line w-[92%]" />
          <span className="waiting-line w-full" />
          <span className="waiting-line w-[64%]" />
        </div>
      ) : (
        <>
          <p className="answer mt-2 max-w-[72ch] whitespace-pre-line text-ink-2">{plain(heard.text)}</p>
          <p className="mt-1 text-sm text-ink-3">
            Its sentences are held against the sources when it is done.
          </p>
        </>
      )}
    </article>
  );
}
