/** Asks before a memory is forgotten for good. */
import type { Memory } from '#shared/nouns/memory.ts';
import { client } from '../../../session/session.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { toast } from '../../../ui/toasts.tsx';
import { plain } from '../../../words/plain.ts';

export function ForgetMemoryDialog({
  memory: { id, text },
  onClose,
  onForgotten,
}: {
  memory: Memory;
  onClose: () => void;
  onForgotten: () => void;
}) {
  return (
    <ConfirmDialog
      title="Forget a memory"
      verb="Forget it"
      busyVerb="Forgetting…"
      onClose={onClose}
      onConfirm={async () => {
        await client.forgetMemory({ params: { memory: id } });
        toast({ kind: 'done', text: 'It is forgotten' });
        onForgotten();
      }}
    >
      <p className="mb-2 text-ink-2">It is gone for good; the audit keeps only that it was forgotten.</p>
      <p className="code-box line-clamp-4">{plain(text)}</p>
    </ConfirmDialog>
  );
}
