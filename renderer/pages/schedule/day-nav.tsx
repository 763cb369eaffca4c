import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect } from 'react';
import { isTyping } from '../../shell/shortcuts.tsx';
import { isDay, nextDay } from '../../words/zone.ts';

/** Which day is shown: the one before, after, today, or any. The arrow keys do the same where nothing else wants them. */
export function DayNav({
  day,
  today,
  tz,
  onDay,
}: {
  day: string;
  today: string;
  tz: string;
  onDay: (day: string) => void;
}) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined;
      if (by === undefined || event.defaultPrevented || event.shiftKey) return;
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') || isTaken(event.target)) return;
      event.preventDefault();
      onDay(nextDay(day, by, tz));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [day, tz, onDay]);
  return (
    <fieldset className="flex items-center gap-1">
      <legend className="sr-only">Day</legend>
      <button
        type="button"
        className="btn btn-icon"
        aria-label="Day before"
        title="Day before (←)"
        onClick={() => onDay(nextDay(day, -1, tz))}
      >
        <ChevronLeft size={14} aria-hidden />
      </button>
      <input
        type="date"
        className="field w-[128px]"
        aria-label="Day shown"
        value={day}
        onChange={(event) => {
          if (isDay(event.target.value)) onDay(event.target.value);
        }}
      />
      <button
        type="button"
        className="btn btn-icon"
        aria-label="Day after"
        title="Day after (→)"
        onClick={() => onDay(nextDay(day, 1, tz))}
      >
        <ChevronRight size={14} aria-hidden />
      </button>
      <button type="button" className="btn" disabled={day === today} onClick={() => onDay(today)}>
        Today
      </button>
    </fieldset>
  );
}

/** Where the arrow keys have a meaning of their own. */
function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-mark], [data-cell], [type="radio"]') !== null;
}
