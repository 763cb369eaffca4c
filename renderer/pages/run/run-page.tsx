import { useEffect, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import type { Run } from '#shared/nouns/run.ts';
import { approvalAddress } from '../../live/approval-news.ts';
import { fetchRun } from '../../live/fetches.ts';
import { useLive } from '../../live/store.ts';
import { LogViewer } from '../../log/log-viewer.tsx';
import { PageHeader, useTitle } from '../../ui/page.tsx';
import { CancelButton, RunAgainButton } from '../../ui/run-buttons.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { Said } from '../../ui/said.tsx';
import { plainLine } from '../../words/plain.ts';
import { capital, isActive, STATE_WORDS } from '../../words/run-state.ts';
import { NotFoundPage } from '../not-found.tsx';
import { AttemptBar } from './attempt-bar.tsx';
import { isGoing, runLabel, shownAttempt } from './attempt-words.ts';
import { sentTo } from './sent-to.ts';
import { RunChecks } from './run-checks.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunGate } from './run-gate.tsx';
import { RunSimilar } from './run-similar.tsx';
import { RunSteps } from './run-steps.tsx';
import { Problem } from '../../ui/problem.tsx';

export function RunPage({ id }: { id: number }) {
  const detail = useLive((state) => state.details.get(id));
  const valid = Number.isSafeInteger(id) && id > 0;
  useEffect(() => {
    if (valid) void fetchRun(id);
  }, [id, valid]);
  if (!valid) return <NotFoundPage />;
  if (detail?.run) return <Shown run={detail.run} />;
  if (!detail?.error) return null;
  if (detail.error.code === 'run_unknown') return <NotFoundPage />;
  return <Problem error={detail.error} className="p-6" />;
}

function Shown({ run }: { run: Run }) {
  const { tone } = STATE_WORDS[run.state];
  useTitle(`${runLabel(run)} · ${run.title}`);
  const [, navigate] = useLocation();
  const sent = sentTo(useSearchParams()[0]);
  const [chosen, setChosen] = useState(sent.attempt);
  const attempt = shownAttempt(run, chosen);
  // A choice of the newest goes on with the newest.
  const choose = (number: number): void =>
    setChosen(number === run.attempts.at(-1)?.number ? undefined : number);
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-start gap-2.5">
            <span className="flex h-[22px] items-center">
              <StateIcon state={run.state} size={17} />
            </span>
            <span className="min-w-0">
              <span className="line-clamp-2 [overflow-wrap:anywhere]" title={run.title}>
                {run.title}
              </span>
            </span>
            <span className="mt-px font-normal whitespace-nowrap text-ink-3">#{run.id}</span>
          </span>
        }
        actions={
          <>
            <output aria-label="State" className={`font-medium ${TONE_TEXT[tone]}`}>
              {runLabel(run)}
            </output>
            {isActive(run.state) ? (
              <CancelButton run={run} />
            ) : (
              <RunAgainButton run={run} onStarted={(again) => navigate(`/runs/${again.id}`)} />
            )}
          </>
        }
      />
      {run.message && !isActive(run.state) && run.state !== 'succeeded' ? (
        <p
          className={`line-clamp-4 shrink-0 border-b border-line px-4 py-2 break-words md:px-6 ${TONE_TEXT[tone]}`}
        >
          {capital(run.message)}
        </p>
      ) : null}
      {run.state === 'awaiting_approval' && run.approval !== undefined ? (
        <NeedsApproval run={run} approval={run.approval} />
      ) : null}
      <AttemptBar run={run} shown={attempt} onChoose={choose} />
      <div className="flex min-h-0 grow max-lg:flex-col max-lg:overflow-y-auto">
        <LogViewer
          key={`${attempt?.number ?? 1} ${sent.key}`}
          run={run.id}
          attempt={run.attempts.length > 1 ? attempt?.number : undefined}
          started={run.startedAt !== undefined || attempt !== undefined}
          active={isGoing(run, attempt)}
          {...(attempt === undefined || attempt.number === (sent.attempt ?? attempt.number)
            ? { place: sent.place, sought: sent.sought }
            : {})}
        />
        <aside
          aria-label="About this run"
          className="shrink-0 border-line px-4 pt-4 max-lg:border-t md:px-6 lg:w-[348px] lg:overflow-y-auto lg:border-l lg:px-4"
        >
          <RunSimilar run={run} />
          <RunChecks run={run} />
          <RunFacts run={run} />
          <RunGate run={run} />
          <RunSteps run={run} attempt={attempt} />
        </aside>
      </div>
    </>
  );
}

/** Why it waits, and where somebody can decide. */
function NeedsApproval({ run, approval }: { run: Run; approval: number }) {
  const [worst] = run.gate?.reasons ?? [];
  return (
    <section
      aria-label="Needs approval"
      className="notice flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2 text-waiting md:px-6"
    >
      <p className="min-w-0 grow break-words">
        <span className="font-semibold">It waits for a yes.</span>{' '}
        <span className="text-ink-2">
          {worst === undefined ? (
            'The policy asks about it.'
          ) : (
            <Said text={`${capital(plainLine(worst.text))}.`} />
          )}
        </span>
      </p>
      <Link to={approvalAddress(approval)} className="btn btn-primary">
        Decide
      </Link>
    </section>
  );
}
