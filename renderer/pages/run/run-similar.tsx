/** Earlier failures like this one, what mended them, and what is kept in mind about it. */
import { Link } from 'wouter';
import type { Memory } from '#shared/nouns/memory.ts';
import type { Run } from '#shared/nouns/run.ts';
import type { SimilarFailure } from '#shared/nouns/similar-failure.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { Section } from '../../ui/page.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { MEMORY_WORDS } from '../../words/memory.ts';
import { plain, plainLine } from '../../words/plain.ts';
import { capital, isActive, STATE_WORDS } from '../../words/run-state.ts';

export function RunSimilar({ run }: { run: Run }) {
  const failed = !isActive(run.state) && STATE_WORDS[run.state].tone === 'failed';
  const { value } = useFetched(
    failed ? `similar ${run.id}` : undefined,
    (signal) => client.similarFailures({ params: { run: run.id } }, { signal }),
    { follows: 'knowledgeStamp' },
  );
  // Nothing to show is no news: the page is about the run.
  if (!value || value.failures.length + value.memories.length === 0) return null;
  return (
    <Section id="similar" title="Similar failures">
      {value.failures.length > 0 ? (
        <ul aria-label="Similar failures" className="divide-y divide-line border-y border-line">
          {value.failures.map((failure) => (
            <Failure key={failure.run.id} failure={failure} />
          ))}
        </ul>
      ) : null}
      {value.memories.length > 0 ? (
        <ul aria-label="Kept in mind" className="mt-2 flex flex-col gap-2">
          {value.memories.map((memory) => (
            <Kept key={memory.id} memory={memory} />
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function Failure({ failure: { run, likeness, shares, mendedBy, changed } }: { failure: SimilarFailure }) {
  return (
    <li className="py-2">
      <p className="flex items-baseline gap-2">
        <span className="self-center">
          <StateIcon state={run.state} label />
        </span>
        <Link to={`/runs/${run.id}`} className="quiet-link min-w-0 truncate font-medium" title={run.title}>
          {plainLine(run.title)} <span className="font-normal text-ink-3">#{run.id}</span>
        </Link>
        <span className="ml-auto shrink-0 text-sm text-ink-2">{Math.round(likeness * 100)} % alike</span>
      </p>
      <p className="text-sm break-words text-ink-2">
        {capital(shares.map(plainLine).join(', '))}{' '}
        <span className="text-ink-3">
          <Ago at={run.endedAt ?? run.queuedAt} />
        </span>
      </p>
      {mendedBy === undefined ? null : (
        <p className="text-sm break-words">
          <span className="text-ok">Then it succeeded</span> as{' '}
          <Link to={`/runs/${mendedBy.id}`} className="link">
            run #{mendedBy.id}
          </Link>
          {changed.length === 0 ? null : (
            <span className="text-ink-2">, after {changed.map(plainLine).join(', ')}</span>
          )}
        </p>
      )}
    </li>
  );
}

function Kept({ memory: { kind, text, at } }: { memory: Memory }) {
  const { label, tone } = MEMORY_WORDS[kind];
  return (
    <li className="rounded-[7px] border border-line px-3 py-2">
      <p className="text-sm">
        <span className={`font-medium ${TONE_TEXT[tone]}`}>{label}</span>{' '}
        <span className="text-ink-3">
          <Ago at={at} />
        </span>
      </p>
      <p className="line-clamp-6 [overflow-wrap:anywhere] whitespace-pre-line">{plain(text)}</p>
    </li>
  );
}
