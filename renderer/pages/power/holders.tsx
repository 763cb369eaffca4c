import { useMemo } from 'react';
import { Link } from 'wouter';
import type { PowerTimeline } from '#shared/nouns/power.ts';
import { Empty } from '../../ui/page.tsx';
import { plainLine } from '../../words/plain.ts';
import { lengthWords } from './power-words.ts';
import { holdersOf } from './week-layout.ts';

const MOST = 30;

/** Tasks and persons that kept it awake in the last seven days, the longest first. */
export function Holders({ timeline }: { timeline: PowerTimeline }) {
  const holders = useMemo(() => holdersOf(timeline), [timeline]);
  if (holders.length === 0) return <Empty title="Nobody kept it awake." />;
  return (
    <div className="overflow-x-auto">
      <table className="power-table w-full text-left">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Times</th>
            <th scope="col">Held</th>
            <th scope="col">Wanted, not held</th>
          </tr>
        </thead>
        <tbody>
          {holders.slice(0, MOST).map(({ name, run, times, heldMs, notHeldMs, because }) => (
            <tr key={`${name}${run ?? ''}`}>
              <td className="[overflow-wrap:anywhere]">
                {run === undefined ? (
                  plainLine(name)
                ) : (
                  <Link to={`/runs/${run}`} className="quiet-link" title={`The latest: #${run}`}>
                    {plainLine(name)}
                  </Link>
                )}
              </td>
              <td className="tabular-nums">{times}</td>
              <td className="tabular-nums">{lengthWords(heldMs)}</td>
              <td className="break-words">
                {notHeldMs > 0 || because !== undefined ? `${lengthWords(notHeldMs)}: ${because ?? ''}` : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {holders.length > MOST ? (
        <p className="mt-1 text-sm text-ink-3">{holders.length - MOST} more held it for less.</p>
      ) : null}
    </div>
  );
}
