/** What was sent, waits or was given up, newest first; what was given up can go once more. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { MessageRow } from '#shared/nouns/notify.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago, Due } from '../../ui/clock.tsx';
import { Empty, Section } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { toast, toastError } from '../../ui/toasts.tsx';
import { MESSAGE_WORDS } from '../../words/notify.ts';
import { plainLine } from '../../words/plain.ts';

type Filter = 'all' | 'open' | 'dead';
const STEP = 20;

export function MessageList() {
  const [filter, setFilter] = useState<Filter>('all');
  const [limit, setLimit] = useState(STEP);
  const { value, error, again } = useFetched(
    `messages ${filter} ${limit}`,
    (signal) =>
      client.listMessages(
        {
          query: {
            limit,
            ...(filter === 'dead' ? { state: 'dead' as const } : {}),
            ...(filter === 'open' ? { state: 'retrying' as const } : {}),
          },
        },
        { signal },
      ),
    { follows: 'notifyStamp' },
  );
  return (
    <Section
      id="messages"
      title="What was sent"
      aside={
        <Segmented
          label="Which messages"
          value={filter}
          options={[
            ['all', 'All'],
            ['open', 'Tried again'],
            ['dead', 'Not sent'],
          ]}
          onChange={(next) => {
            setFilter(next);
            setLimit(STEP);
          }}
        />
      }
    >
      {value && value.messages.length > 0 ? (
        <ul aria-label="Messages" className="divide-y divide-line border-y border-line">
          {value.messages.map((row) => (
            <Message key={row.seq} row={row} onRetried={again} />
          ))}
        </ul>
      ) : null}
      {value?.messages.length === 0 ? (
        <Empty title={filter === 'all' ? 'Nothing was sent yet.' : 'There is none.'} />
      ) : null}
      {value?.next === undefined || limit >= 200 ? null : (
        <button type="button" className="btn mt-3" onClick={() => setLimit(Math.min(200, limit * 2))}>
          Show more
        </button>
      )}
      {!value && error ? <Problem error={error} className="py-2" /> : null}
    </Section>
  );
}

function Message({ row, onRetried }: { row: MessageRow; onRetried: () => void }) {
  const { seq, channel, state, attempts, message, nextAt, answer } = row;
  const { label, tone } = MESSAGE_WORDS[state];
  const retry = async (): Promise<void> => {
    try {
      await client.retryMessage({ params: { message: seq }, body: {} });
      toast({ kind: 'done', text: 'It goes once more' });
      onRetried();
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <div className="min-w-[200px] grow basis-0">
        <p className="break-words">
          {message.kind === 'test' ? (
            plainLine(message.title)
          ) : (
            <Link to={message.open} className="quiet-link">
              {plainLine(message.title)}
            </Link>
          )}
        </p>
        <p className="text-sm break-words text-ink-2">
          <span className={TONE_TEXT[tone]}>{label}</span>
          {state === 'retrying' && nextAt !== undefined ? (
            <>
              {' '}
              <Due at={nextAt} />
            </>
          ) : null}{' '}
          by {channel}, <Ago at={message.at} />
          {attempts > 1 ? `, ${attempts} attempts` : ''}
          {answer === undefined ? '' : `: ${plainLine(answer)}`}
        </p>
      </div>
      {state === 'dead' && message.kind !== 'test' ? (
        <button
          type="button"
          className="btn"
          aria-label={`Send again: ${plainLine(message.title)}`}
          onClick={() => void retry()}
        >
          Send again
        </button>
      ) : null}
    </li>
  );
}
