import { RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '#shared/nouns/run.ts';
import { cancelRun, runAgain } from '../live/actions.ts';
import { useLive } from '../live/store.ts';

/** Ends a run. Its name says which, for there may be several on a page. */
export function CancelButton({ run, named }: { run: Pick<RunSummary, 'id' | 'title'>; named?: boolean }) {
  const cancelling = useLive((state) => state.cancelling.has(run.id));
  return (
    <button
      type="button"
      className="btn btn-danger"
      disabled={cancelling}
      {...(named ? { 'aria-label': `Cancel ${run.title}, run #${run.id}` } : {})}
      onClick={() => void cancelRun(run)}
    >
      <Square size={11} aria-hidden fill="currentColor" />
      {cancelling ? 'Cancelling…' : 'Cancel'}
    </button>
  );
}

export function RunAgainButton({
  run,
  named,
  text = 'Run again',
  onStarted,
}: {
  run: Pick<RunSummary, 'id' | 'title'>;
  named?: boolean;
  text?: string;
  onStarted?: (run: RunSummary) => void;
}) {
  const [busy, setBusy] = useState(false);
  const again = async (): Promise<void> => {
    setBusy(true);
    const started = await runAgain(run);
    setBusy(false);
    if (started) onStarted?.(started);
  };
  return (
    <button
      type="button"
      className="btn"
      disabled={busy}
      {...(named ? { 'aria-label': `Run again: ${run.title}` } : {})}
      onClick={() => void again()}
    >
      <RotateCcw size={12} aria-hidden />
      {text}
    </button>
  );
}
