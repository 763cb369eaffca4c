/** Conversations that were had, the newest first. */
import { Flag, X } from 'lucide-react';
import { Link } from 'wouter';
import type { Conversation } from '#shared/nouns/assistant.ts';
import { Ago } from '../../ui/clock.tsx';
import { plainLine } from '../../words/plain.ts';
import { count } from '../../words/run-state.ts';

export function ConversationList({
  conversations,
  current,
  onForget,
  onOpen,
}: {
  conversations: readonly Conversation[] | undefined;
  current: number | undefined;
  onForget: (conversation: Conversation) => void;
  onOpen: () => void;
}) {
  if (conversations === undefined) return null;
  if (conversations.length === 0)
    return <p className="px-2 py-1 text-sm text-ink-3">What you ask is kept here, on this machine.</p>;
  return (
    <ul aria-label="Conversations" className="flex flex-col gap-px">
      {conversations.map((conversation) => {
        const { id, title, at, answers, escalated } = conversation;
        const name = plainLine(title);
        return (
          <li key={id} className="conversation" data-current={id === current || undefined}>
            <Link
              to={`/assistant/${id}`}
              aria-current={id === current ? 'page' : undefined}
              className="min-w-0 grow py-1.5 pl-2"
              onClick={onOpen}
            >
              <span className="block truncate" title={name}>
                {name}
              </span>
              <span className="block text-xs text-ink-3">
                <Ago at={at} />, {count(answers, 'answer')}
                {escalated > 0 ? (
                  <span className="ml-1.5 whitespace-nowrap text-waiting">
                    <Flag size={10} aria-hidden className="mr-0.5 inline" />
                    {escalated} to look at
                  </span>
                ) : null}
              </span>
            </Link>
            <button
              type="button"
              className="btn btn-plain btn-icon conversation-forget"
              aria-label={`Forget: ${name}`}
              title="Forget it"
              onClick={() => onForget(conversation)}
            >
              <X size={13} aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
