/** Asks before a module is deployed: what happens then. Where its checks fail it says which, and everything is as before. */
import { useState } from 'react';
import type { RunningModule, StagedModule } from '#shared/nouns/release.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { client } from '../../session/session.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toasts.tsx';
import { Refused } from './refused.tsx';

export function DeployDialog({
  looked: { module, path, hash },
  running,
  onClose,
  onDeployed,
}: {
  /** Exactly what was in sight. */
  looked: StagedModule;
  running: RunningModule | undefined;
  onClose: () => void;
  onDeployed: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const deploy = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const { outcome, release } = await client.deployModule({ body: { path, hash } });
      toast({
        kind: 'done',
        text:
          outcome === 'unchanged'
            ? `${module}: release ${release.number} is the same code, and runs already`
            : `${module} is deployed as release ${release.number}`,
      });
      onDeployed();
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  const release = running?.release;
  return (
    <Dialog title={`Deploy ${module}?`} onClose={onClose}>
      <ol className="list-decimal space-y-1.5 pl-5 text-ink-2">
        <li>
          It is checked: loaded once, and its self-test run where it has one. Both happen apart, where it can
          change nothing of yours. If that fails, everything stays as it is.
        </li>
        <li>
          From then on new runs use it, with your rights. Runs that are going keep the code they began with.
        </li>
        <li>
          {release
            ? `Release ${release.number} stays: you can roll back to it.`
            : running
              ? 'The file that was put there by hand is kept as a release: you can roll back to it.'
              : 'It becomes a task of that name, unless other tasks call it.'}
        </li>
      </ol>
      <p className="mt-3 text-sm text-ink-3">
        Exactly what you looked at, hash <code>{hash}</code>.
      </p>
      {error ? <Refused error={error} stays="Nothing is lost: it is still laid ready." /> : null}
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          {error ? 'Close' : 'Cancel'}
        </button>
        {/* Another text waits now: that one is looked at first. */}
        {error?.code === 'module_changed' ? null : (
          <button type="button" className="btn btn-primary" disabled={busy} onClick={() => void deploy()}>
            {busy ? 'Checking…' : error ? 'Try again' : 'Deploy'}
          </button>
        )}
      </DialogActions>
    </Dialog>
  );
}
