import { useState } from 'react';
import type { ClientRecord } from '#shared/nouns/role.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { client } from '../../session/session.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toasts.tsx';

export function RevokeDialog({
  client: { id, name },
  onClose,
  onRevoked,
}: {
  client: ClientRecord;
  onClose: () => void;
  onRevoked: () => void;
}) {
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const revoke = async (): Promise<void> => {
    setBusy(true);
    try {
      await client.revokeClient({ params: { client: id } });
      toast({ kind: 'done', text: `${name} is revoked` });
      onRevoked();
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Revoke ${name}?`} onClose={onClose}>
      <p className="text-ink-2">
        Its token is good for nothing from then on, and cannot be brought back. Runs that it started go on.
      </p>
      {error ? <Problem error={error} className="mt-2" /> : null}
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
        <button type="button" className="btn btn-danger-fill" disabled={busy} onClick={() => void revoke()}>
          Revoke
        </button>
      </DialogActions>
    </Dialog>
  );
}
