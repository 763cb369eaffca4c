/** Asks before another release runs: what it changes, and what happens then. */
import { useState } from 'react';
import type { ModuleRelease } from '#shared/nouns/release.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { compare } from '../../ui/diff-lines.ts';
import { DiffView } from '../../ui/diff-view.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toasts.tsx';
import { changeWords } from '../../ui/fold.ts';
import { plainLine } from '../../words/plain.ts';
import { capital } from '../../words/run-state.ts';
import { whoWords } from './module-rows.ts';
import { Refused } from './refused.tsx';

export function RollbackDialog({
  module,
  to,
  current,
  onClose,
  onSwitched,
}: {
  module: string;
  to: ModuleRelease;
  current: ModuleRelease | undefined;
  onClose: () => void;
  onSwitched: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const switchTo = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await client.rollbackModule({ params: { module }, body: { to: to.number } });
      toast({ kind: 'done', text: `${module}: release ${to.number} runs now` });
      onSwitched();
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  const isNewer = current !== undefined && to.number > current.number;
  const verb = isNewer ? 'Switch' : 'Roll back';
  return (
    <Dialog
      title={`${isNewer ? `Switch ${module}` : `Roll ${module} back`} to release ${to.number}?`}
      onClose={onClose}
      wide
    >
      <p className="mb-3 text-ink-2">
        It was deployed <Ago at={to.at} /> by {plainLine(whoWords(to.by))}. Its code is loaded once to see
        that it still can be. New runs use it from then on, and runs that are going keep the code they began
        with.
        {current ? ` Release ${current.number} stays, and can be gone to again.` : ''}
      </p>
      {current ? <Difference module={module} from={current} to={to} /> : null}
      {error ? <Refused error={error} stays="What ran before goes on." /> : null}
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          {error ? 'Close' : 'Cancel'}
        </button>
        <button type="button" className="btn btn-primary" disabled={busy} onClick={() => void switchTo()}>
          {busy ? 'Switching…' : error ? 'Try again' : verb}
        </button>
      </DialogActions>
    </Dialog>
  );
}

function Difference({ module, from, to }: { module: string; from: ModuleRelease; to: ModuleRelease }) {
  const { value, error } = useFetched(
    `releases ${module} ${from.number} ${to.number}`,
    async (signal) => {
      const text = async (number: number) =>
        (await client.readRelease({ params: { module, number } }, { signal })).text;
      const [before, after] = await Promise.all([text(from.number), text(to.number)]);
      return before === undefined || after === undefined ? null : compare(before, after);
    },
    { follows: 'safetyStamp' },
  );
  if (error) return <Problem error={error} />;
  if (value === undefined) return <p className="text-ink-3">Comparing…</p>;
  if (value === null) return <p className="text-ink-2">The texts are too long to be compared here.</p>;
  return (
    <>
      <p className="mb-1.5 text-sm text-ink-3">
        From release {from.number} to release {to.number}. {capital(changeWords(value))}.
        {from.files > 1 || to.files > 1 ? ' Of several files, those that are loaded first are compared.' : ''}
      </p>
      <DiffView lines={value} label="What that changes" />
    </>
  );
}
