/** One result: how the run ended, and what its checks leave to a human. Its details are read when it is in sight. */
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Run, RunSummary } from '#shared/nouns/run.ts';
import { isAbort, toApiError, type ApiError } from '../../api/api-error.ts';
import { client } from '../../session/session.ts';
import { CheckList } from '../../ui/check-list.tsx';
import { Ago } from '../../ui/clock.tsx';
import { Problem } from '../../ui/problem.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { checkCounts, VALIDATION_WORDS } from '../../words/check-state.ts';
import { plain } from '../../words/plain.ts';
import { capital, causeWords, stateLabel } from '../../words/run-state.ts';

export function ResultCard({
  run,
  selected,
  busy,
  decide,
}: {
  run: RunSummary;
  selected: boolean;
  busy: boolean;
  decide: { accept: () => void; reject: () => void } | undefined;
}) {
  const card = useRef<HTMLLIElement>(null);
  const { detail, error } = useDetail(run.id, card);
  const open = detail?.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'undecided') ?? [];
  const verdict = detail?.verdict;
  return (
    <li
      ref={card}
      data-run={run.id}
      className={`rounded-[8px] border px-3.5 py-2.5 ${selected ? 'border-accent ring-1 ring-accent' : 'border-line'}`}
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        <StateIcon state={run.state} size={15} label />
        <p className="min-w-0 grow basis-[200px] truncate">
          <Link
            to={`/runs/${run.id}`}
            className="quiet-link font-semibold"
            title={run.title}
            aria-current={selected ? 'true' : undefined}
          >
            {run.title}
          </Link>
          <span className="ml-2 text-sm text-ink-3">#{run.id}</span>
        </p>
        {decide ? (
          <div className="flex gap-2">
            <button
              type="button"
              className="btn"
              disabled={busy}
              aria-label={`Accept the result of ${run.title}, run #${run.id}`}
              onClick={decide.accept}
            >
              Accept
            </button>
            <button
              type="button"
              className="btn btn-danger"
              disabled={busy}
              aria-label={`Reject the result of ${run.title}, run #${run.id}`}
              onClick={decide.reject}
            >
              Reject
            </button>
          </div>
        ) : (
          <Word run={run} />
        )}
      </div>
      <p className="mt-0.5 text-sm text-ink-2">
        {stateLabel(run.state)} <Ago at={run.endedAt ?? run.queuedAt} /> · {causeWords(run.cause)}
        {detail && detail.checks.length > 0 ? ` · ${checkCounts(detail.checks)}` : ''}
      </p>
      {verdict === undefined ? null : (
        <p className="mt-1 text-sm break-words text-ink-2">
          {verdict.by === 'person' ? 'You' : verdict.by}, <Ago at={verdict.at} />
          {verdict.reason === undefined ? '' : `: ${plain(verdict.reason)}`}
        </p>
      )}
      {open.length > 0 ? (
        <div className="mt-2 -mb-1 [&>ul]:border-b-0">
          <CheckList checks={open} label={`Checks of ${run.title}, run #${run.id}, to look at`} />
        </div>
      ) : run.message !== undefined && run.state !== 'succeeded' ? (
        <p className="mt-1 line-clamp-3 text-sm break-words text-failed">{capital(plain(run.message))}</p>
      ) : null}
      {error ? <Problem error={error} className="mt-1 text-sm" /> : null}
    </li>
  );
}

function Word({ run }: { run: RunSummary }) {
  if (run.validation === undefined) return null;
  const { label, tone } = VALIDATION_WORDS[run.validation];
  return <span className={`text-sm font-medium ${TONE_TEXT[tone]}`}>{label}</span>;
}

/** The whole run, read once the card comes into sight: what was found does not change after the end. */
function useDetail(
  id: number,
  card: { readonly current: HTMLElement | null },
): { detail: Run | undefined; error: ApiError | undefined } {
  const [read, setRead] = useState<{ detail?: Run; error?: ApiError }>({});
  useEffect(() => {
    const element = card.current;
    if (!element) return undefined;
    const life = new AbortController();
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        client
          .getRun({ params: { run: id } }, { signal: life.signal })
          .then((detail) => setRead({ detail }))
          .catch((error: unknown) => {
            if (!isAbort(error)) setRead({ error: toApiError(error) });
          });
      },
      { rootMargin: '300px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      life.abort();
    };
  }, [id, card]);
  return { detail: read.detail, error: read.error };
}
