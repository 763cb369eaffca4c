import { Link } from 'wouter';
import type { RunSummary } from '#shared/nouns/run.ts';
import { approvalAddress } from '../../live/approval-news.ts';
import { Due } from '../../ui/clock.tsx';
import { causeWords, stateLabel } from '../../words/run-state.ts';
import { isRetrying } from '../run/attempt-words.ts';

/** What a run that is not over does, and why it started. */
export function ActiveWords({ run }: { run: RunSummary }) {
  const cause = causeWords(run.cause);
  if (run.state === 'running') return run.attempt === undefined ? cause : `Attempt ${run.attempt} · ${cause}`;
  if (run.state === 'awaiting_approval' && run.approval !== undefined)
    return (
      <>
        <Link to={approvalAddress(run.approval)} className="link underline">
          Needs your yes
        </Link>{' '}
        · {cause}
      </>
    );
  if (!isRetrying(run) || run.readyAt === undefined) return `${stateLabel(run.state)} · ${cause}`;
  return (
    <>
      <span className="text-waiting">
        Attempt {run.attempt ?? 2} <Due at={run.readyAt} />
      </span>{' '}
      · {cause}
    </>
  );
}
