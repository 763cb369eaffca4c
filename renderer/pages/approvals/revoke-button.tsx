import { useState } from 'react';
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import { client } from '../../session/session.ts';
import { toast, toastError } from '../../ui/toasts.tsx';

/** Takes a yes back that still lets runs through. */
export function RevokeButton<T extends ApprovalSummary>({
  approval,
  onRevoked,
}: {
  approval: Pick<T, 'id' | 'title'>;
  onRevoked: (approval: Awaited<ReturnType<typeof client.revokeApproval>>) => void;
}) {
  const [busy, setBusy] = useState(false);
  const revoke = async (): Promise<void> => {
    setBusy(true);
    try {
      onRevoked(await client.revokeApproval({ params: { approval: approval.id }, body: {} }));
      toast({ kind: 'done', text: `The approval of ${approval.title} is revoked: it is asked about again` });
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      className="btn"
      aria-label={`Revoke the approval of ${approval.title}`}
      disabled={busy}
      onClick={() => void revoke()}
    >
      Revoke
    </button>
  );
}
