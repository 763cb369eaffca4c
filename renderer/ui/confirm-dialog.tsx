/** Asks before something is done that cannot be taken back. It stays open, with the reason, where that fails. */
import { useState, type ReactNode } from 'react';
import { toApiError, type ApiError } from '../api/api-error.ts';
import { Dialog, DialogActions } from './dialog.tsx';
import { Problem } from './problem.tsx';

export function ConfirmDialog({
  title,
  verb,
  busyVerb,
  onConfirm,
  onClose,
  harmless = false,
  children,
}: {
  title: string;
  /** `Forget it`, and while that goes on `Forgetting…` */
  verb: string;
  busyVerb: string;
  /** The dialog closes when it is done. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
  /** Nothing is lost by it. */
  harmless?: boolean;
  children: ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {error ? (
        <div className="mt-3">
          <Problem error={error} />
        </div>
      ) : null}
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className={`btn ${harmless ? 'btn-primary' : 'btn-danger-fill'}`}
          disabled={busy}
          onClick={() => void confirm()}
        >
          {busy ? busyVerb : verb}
        </button>
      </DialogActions>
    </Dialog>
  );
}
