import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '#shared/nouns/assistant.ts';
import { isAbort, toApiError, type ApiError } from '../../api/api-error.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { hearAnswer, NOTHING_HEARD, type Heard } from './heard-answer.ts';

export interface Thread {
  /** The oldest first; undefined until they are read. */
  readonly answers: readonly Answer[] | undefined;
  /** Why they cannot be read. */
  readonly error: ApiError | undefined;
  readonly pending: { readonly question: string; readonly heard: Heard } | undefined;
  /** The last question, where it got no answer. */
  readonly failed: { readonly question: string; readonly error: ApiError; readonly at: number } | undefined;
  /** What was answered last on this page. */
  readonly latest: Answer | undefined;
  readonly ask: (question: string) => Promise<void>;
  /** Does not wait for the answer any more; the question can be asked again. */
  readonly stop: () => void;
  readonly put: (answer: Answer) => void;
}

interface Asking {
  readonly question: string;
  /** It goes on with this conversation, or begins one. */
  readonly conversation: number | undefined;
}

/** A conversation as it is read and as it goes on. @param onAnswered the list of conversations may have changed */
export function useThread(conversation: number | undefined, onAnswered: () => void): Thread {
  const [, navigate] = useLocation();
  // Answers of this page: there before the conversation is read again.
  const [own, setOwn] = useState<readonly Answer[]>([]);
  const [pending, setPending] = useState<Asking>();
  const [heard, setHeard] = useState(NOTHING_HEARD);
  const [failed, setFailed] = useState<Asking & { error: ApiError; at: number }>();
  const life = useRef<AbortController>(undefined);
  const shown = useRef(conversation);
  useEffect(() => {
    shown.current = conversation;
  });
  const { value, error } = useFetched(
    conversation === undefined ? undefined : `conversation ${conversation}`,
    (signal) => client.getConversation({ params: { conversation: conversation ?? 0 } }, { signal }),
    { follows: 'knowledgeStamp' },
  );
  const fresh = own.filter((answer) => answer.conversation === conversation);
  const answers =
    conversation === undefined
      ? []
      : value || fresh.length > 0
        ? merge(value?.thread ?? [], fresh)
        : undefined;

  const end = (): void => {
    life.current?.abort();
    life.current = undefined;
    setPending(undefined);
  };
  return {
    answers,
    error: answers === undefined || error?.code === 'conversation_unknown' ? error : undefined,
    pending:
      pending !== undefined && pending.conversation === conversation
        ? { question: pending.question, heard }
        : undefined,
    failed: failed !== undefined && failed.conversation === conversation ? failed : undefined,
    latest: fresh.at(-1),
    put: (answer) => setOwn((known) => merge(known, [answer])),
    stop: () => {
      if (pending) {
        const { question } = pending;
        setFailed({ question, conversation, error: STOPPED, at: Date.now() });
      }
      end();
    },
    async ask(question) {
      end();
      const asking = { question, conversation };
      const controller = new AbortController();
      life.current = controller;
      setFailed(undefined);
      setHeard(NOTHING_HEARD);
      setPending(asking);
      try {
        const answer = await hearAnswer(
          client,
          { question, ...(conversation === undefined ? {} : { conversation }) },
          controller.signal,
          setHeard,
        );
        setOwn((known) => merge(known, [answer]));
        setPending((now) => (now === asking ? undefined : now));
        onAnswered();
        // Somebody who looks at another conversation meanwhile stays there.
        if (shown.current === conversation && answer.conversation !== conversation)
          navigate(`/assistant/${answer.conversation}`, { replace: true });
      } catch (thrown) {
        if (controller.signal.aborted || isAbort(thrown)) return;
        setFailed({ ...asking, error: toApiError(thrown), at: Date.now() });
        setPending((now) => (now === asking ? undefined : now));
      }
    },
  };
}

const STOPPED = toApiError(new Error('You stopped it before it was answered'));

/** By id; what is newer wins. */
function merge(known: readonly Answer[], next: readonly Answer[]): readonly Answer[] {
  const all = new Map(known.map((answer) => [answer.id, answer]));
  for (const answer of next) all.set(answer.id, answer);
  return [...all.values()].sort((a, b) => a.id - b.id);
}
