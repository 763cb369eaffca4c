/** Asks before a folder is forgotten: what was read of it goes, the folder stays. */
import type { KnowledgeSource } from '#shared/nouns/knowledge.ts';
import { client } from '../../../session/session.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Path } from '../../../ui/path.tsx';
import { toast } from '../../../ui/toasts.tsx';
import { plainLine } from '../../../words/plain.ts';
import { count } from '../../../words/run-state.ts';

export function RemoveSourceDialog({
  source: { id, name, folder, documents },
  onClose,
  onRemoved,
}: {
  source: KnowledgeSource;
  onClose: () => void;
  onRemoved: () => void;
}) {
  return (
    <ConfirmDialog
      title={`Forget ${plainLine(name)}`}
      verb="Forget it"
      busyVerb="Forgetting…"
      onClose={onClose}
      onConfirm={async () => {
        await client.removeSource({ params: { source: id } });
        toast({ kind: 'done', text: `${plainLine(name)} is forgotten` });
        onRemoved();
      }}
    >
      <p className="text-ink-2">
        {count(documents, 'document')} of it will not be found any more. The folder itself stays as it is, and
        can be added again.
      </p>
      {folder === undefined ? null : (
        <p className="mt-2 text-sm text-ink-3">
          <Path path={folder} />
        </p>
      )}
    </ConfirmDialog>
  );
}
