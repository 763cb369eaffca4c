/** Files of a source that were not read, each with the reason. */
import { useState } from 'react';
import type { KnowledgeSource } from '#shared/nouns/knowledge.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { Path } from '../../../ui/path.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { SKIP_WORDS } from '../../../words/knowledge.ts';
import { plainLine } from '../../../words/plain.ts';
import { capital, count } from '../../../words/run-state.ts';

/** The server gives no more at once. */
const MOST = 200;
const FIRST = 20;

export function SkippedList({ source: { id, name } }: { source: KnowledgeSource }) {
  const [limit, setLimit] = useState(FIRST);
  const { value, error } = useFetched(
    `skipped ${id} ${limit}`,
    (signal) => client.listSkipped({ query: { source: id, limit, offset: 0 } }, { signal }),
    { follows: 'knowledgeStamp' },
  );
  if (!value)
    return error ? <Problem error={error} className="py-1" /> : <p className="py-1 text-ink-3">Reading…</p>;
  const { skipped, total } = value;
  return (
    <>
      <ul
        aria-label={`Not read of ${plainLine(name)}`}
        className="mt-1 divide-y divide-line border-t border-line pl-4"
      >
        {skipped.map(({ path, reason, message }) => (
          <li
            key={path}
            className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 py-1 text-sm max-sm:grid-cols-1"
          >
            <span className="text-waiting">{SKIP_WORDS[reason]}</span>
            <span className="min-w-0">
              <Path path={plainLine(path)} />
              <span className="block break-words text-ink-3">{capital(plainLine(message))}.</span>
            </span>
          </li>
        ))}
      </ul>
      {skipped.length < total && limit < MOST ? (
        <button type="button" className="link mt-1 ml-4 text-sm" onClick={() => setLimit(MOST)}>
          Show more of {count(total, 'file')}
        </button>
      ) : null}
      {skipped.length < total && limit >= MOST ? (
        <p className="mt-1 ml-4 text-sm text-ink-3">
          And {count(total - skipped.length, 'file')} more: <code>luka knowledge skipped</code> lists all.
        </p>
      ) : null}
    </>
  );
}
