/** Asks before a conversation is forgotten. */
import { useLocation } from 'wouter';
import type { Conversation } from '#shared/nouns/assistant.ts';
import { client } from '../../session/session.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { plainLine } from '../../words/plain.ts';
import { count } from '../../words/run-state.ts';

export function ForgetConversationDialog({
  conversation: { id, title, answers },
  isShown,
  onClose,
  onForgotten,
}: {
  conversation: Conversation;
  isShown: boolean;
  onClose: () => void;
  onForgotten: () => void;
}) {
  const [, navigate] = useLocation();
  return (
    <ConfirmDialog
      title="Forget a conversation"
      verb="Forget it"
      busyVerb="Forgetting…"
      onClose={onClose}
      onConfirm={async () => {
        await client.forgetConversation({ params: { conversation: id } });
        onForgotten();
        if (isShown) navigate('/assistant', { replace: true });
      }}
    >
      <p className="[overflow-wrap:anywhere]">“{plainLine(title)}”</p>
      <p className="mt-1 text-ink-2">
        {count(answers, 'answer')} of it {answers === 1 ? 'goes' : 'go'} for good. Memories of your feedback
        stay.
      </p>
    </ConfirmDialog>
  );
}
