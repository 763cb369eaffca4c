/** The memories that one stands for, each as it was said. */
import type { Memory } from '#shared/nouns/memory.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { Ago } from '../../../ui/clock.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { plain, plainLine } from '../../../words/plain.ts';

/** The newest of them; who needs more reads the export. */
const SHOWN = 20;

export function Originals({ ids }: { ids: Memory['originals'] }) {
  const shown = ids.slice(-SHOWN);
  const { value, error } = useFetched(
    `originals ${shown.join(' ')}`,
    (signal) => Promise.all(shown.map((memory) => client.getMemory({ params: { memory } }, { signal }))),
    { follows: 'knowledgeStamp' },
  );
  if (!value) return error ? <Problem error={error} className="pt-1" /> : null;
  return (
    <ul aria-label="Originals" className="mt-1.5 flex flex-col gap-1.5 border-l border-line pl-3">
      {value.map(({ id, text, at, by }) => (
        <li key={id}>
          <p className="[overflow-wrap:anywhere] whitespace-pre-line text-ink-2">{plain(text)}</p>
          <p className="text-sm text-ink-3">
            <Ago at={at} /> by {by === 'person' ? 'you' : plainLine(by)}
          </p>
        </li>
      ))}
      {shown.length < ids.length ? (
        <li className="text-sm text-ink-3">And {ids.length - shown.length} older ones.</li>
      ) : null}
    </ul>
  );
}
