/** Questions to what Luka has read and to its own state; answers that say where they have it from. */
import { MessagesSquare, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { Conversation } from '#shared/nouns/assistant.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { useRoomy } from '../../ui/narrow.ts';
import { useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { plainLine } from '../../words/plain.ts';
import { AssistantHeader } from './assistant-header.tsx';
import { Composer } from './composer.tsx';
import { ConversationList } from './conversation-list.tsx';
import { Exchange, PendingExchange } from './exchange.tsx';
import { ForgetConversationDialog } from './forget-conversation-dialog.tsx';
import { spokenAnswer } from './spoken-answer.ts';
import { useThread } from './use-thread.ts';
import { Welcome } from './welcome.tsx';

/** @param conversation the one that is shown; a new one without */
export function AssistantPage({ conversation }: { conversation: number | undefined }) {
  const hasRoom = useRoomy();
  const [listing, setListing] = useState(false);
  const [forgetting, setForgetting] = useState<Conversation>();
  const { value: known, again } = useFetched(
    'conversations',
    (signal) => client.listConversations({}, { signal }),
    { follows: 'knowledgeStamp' },
  );
  const thread = useThread(conversation, again);
  const current = known?.conversations.find(({ id }) => id === conversation);
  useTitle(current ? plainLine(current.title) : 'Assistant');
  const list = (
    <ConversationList
      conversations={known?.conversations}
      current={conversation}
      onForget={setForgetting}
      onOpen={() => setListing(false)}
    />
  );
  return (
    <>
      <AssistantHeader
        current="/assistant"
        actions={
          <>
            {hasRoom ? null : (
              <button type="button" className="btn" onClick={() => setListing(true)}>
                <MessagesSquare size={13} aria-hidden />
                Conversations
              </button>
            )}
            <Link to="/assistant" className="btn">
              <Plus size={14} aria-hidden />
              New
            </Link>
          </>
        }
      />
      <div className="flex min-h-0 grow">
        {hasRoom ? (
          <aside
            aria-label="Conversations"
            className="w-[218px] shrink-0 overflow-y-auto border-r border-line px-2 py-2"
          >
            {list}
          </aside>
        ) : null}
        <div className="flex min-h-0 min-w-0 grow flex-col">
          <Thread thread={thread} />
          <Composer
            // What was not answered is there to be asked again.
            key={thread.failed ? `again ${thread.failed.at}` : 'first'}
            initial={thread.failed?.question ?? ''}
            busy={thread.pending !== undefined}
            follows={conversation !== undefined}
            onAsk={(question) => void thread.ask(question)}
            onStop={thread.stop}
          />
        </div>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <output> is spoken anew for each of its parts */}
      <div role="status" aria-label="Last answer" aria-live="polite" className="sr-only">
        {thread.pending === undefined
          ? thread.latest === undefined
            ? ''
            : spokenAnswer(thread.latest)
          : 'Looking for an answer'}
      </div>
      {listing && !hasRoom ? (
        <Dialog title="Conversations" onClose={() => setListing(false)}>
          {list}
          <DialogActions>
            <button type="button" className="btn" onClick={() => setListing(false)}>
              Close
            </button>
          </DialogActions>
        </Dialog>
      ) : null}
      {forgetting ? (
        <ForgetConversationDialog
          conversation={forgetting}
          isShown={forgetting.id === conversation}
          onClose={() => setForgetting(undefined)}
          onForgotten={again}
        />
      ) : null}
    </>
  );
}

function Thread({ thread }: { thread: ReturnType<typeof useThread> }) {
  const { answers, pending, failed, error } = thread;
  const scroller = useRef<HTMLDivElement>(null);
  const [address] = useSearchParams();
  const wanted = address.get('answer');
  const newest = pending?.question ?? answers?.at(-1)?.id;
  // What was asked last is brought to the top of what is in sight: its answer is read from its beginning.
  useEffect(() => {
    if (newest === undefined) return;
    const all = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-exchange]') ?? [])];
    // An address may name one: of those that wait for somebody.
    const named = all.find((each) => each.dataset['exchange'] === wanted);
    const last = all.at(-1);
    if (last) scroller.current?.scrollTo({ top: (named ?? last).offsetTop });
  }, [newest, wanted]);
  if (error) return <Problem error={error} className="grow p-4 md:p-6" />;
  if (answers === undefined) return <div className="grow" />;
  if (answers.length === 0 && pending === undefined && failed === undefined)
    return <Welcome onAsk={(question) => void thread.ask(question)} />;
  return (
    <section
      ref={scroller}
      aria-label="Conversation"
      // The keyboard scrolls it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="@container relative min-h-0 grow overflow-y-auto px-4 -outline-offset-2 md:px-6"
    >
      {answers.map((answer) => (
        <Exchange key={answer.id} answer={answer} onChanged={thread.put} />
      ))}
      {pending ? <PendingExchange question={pending.question} heard={pending.heard} /> : null}
      {failed ? (
        <div data-exchange className="py-5">
          <h2 className="mb-2 text-lg font-semibold whitespace-pre-line">{failed.question}</h2>
          <Problem error={failed.error} />
        </div>
      ) : null}
    </section>
  );
}
