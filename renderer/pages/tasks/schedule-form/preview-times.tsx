import { DueSoon } from '../../../ui/clock.tsx';
import { Findings } from '../../../ui/findings.tsx';
import { capital } from '../../../words/run-state.ts';
import { shortDay } from '../../../words/zone.ts';
import type { Preview } from './use-preview.ts';

/** What the trigger would do: in words, and its next times on a clock of its own zone. */
/** @param timed its moments are known beforehand */
export function PreviewTimes({
  shown: { preview, findings, stale },
  timed,
}: {
  shown: Preview;
  timed: boolean;
}) {
  return (
    <div
      aria-busy={stale}
      className={`min-h-[72px] min-w-0 rounded-[7px] bg-inset px-3 py-2.5 ${stale ? 'text-ink-3' : ''}`}
    >
      {/* The words alone are said as one types: ten times would never end. */}
      <output className="sr-only">{stale ? '' : (preview?.words ?? findings[0]?.message)}</output>
      {preview ? (
        <>
          <p className="font-semibold break-words">{capital(preview.words)}</p>
          {preview.times.length === 0 && timed ? <p className="text-waiting">No moment is to come.</p> : null}
          {preview.times.length > 0 ? (
            <>
              <p className="mt-1 text-sm text-ink-3">Next times, on a clock in {preview.tz}</p>
              <ol aria-label="Next times" className="mt-0.5">
                {preview.times.map(({ due, local, offset, note }) => (
                  <li key={due} className="flex flex-wrap items-baseline gap-x-2">
                    <span>
                      {shortDay(local.slice(0, 10))} {local.slice(11)}
                    </span>
                    <span className="text-xs text-ink-3">{offset}</span>
                    <DueSoon at={due} className="text-sm text-ink-3" />
                    {note === undefined ? null : (
                      <span className="w-full text-sm text-waiting">{capital(note)}</span>
                    )}
                  </li>
                ))}
              </ol>
            </>
          ) : null}
        </>
      ) : null}
      {findings.length > 0 ? <Findings findings={findings} label="What is wrong with it" /> : null}
      {!preview && findings.length === 0 ? (
        <p className="text-ink-3">Its next times show here as you type.</p>
      ) : null}
    </div>
  );
}
