/** What stands behind a mark: one moment in full, or several to choose from. */
import { ArrowLeft, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { SlotIcon } from '../../ui/slot-icon.tsx';
import { MARKS } from '../../words/slot-state.ts';
import { clockAt, momentAt } from '../../words/zone.ts';
import { groupWords, pointWords, timeWords } from './group-words.ts';
import { PointDetails } from './point-details.tsx';
import { marksIn, type Point } from './timeline-layout.ts';

/** As many of an hour's moments as are listed; the list has the rest. */
const LISTED = 100;

export interface SlotPanelProps {
  readonly title: string;
  readonly task: string;
  readonly points: readonly Point[];
  readonly tz: string;
  /** Shown over the page instead of beside it. */
  readonly sheet: boolean;
  /** Shows the moments of this task in the list. */
  readonly onList: (() => void) | undefined;
  readonly onClose: () => void;
}

export function SlotPanel(props: SlotPanelProps) {
  const { title, points, tz, sheet, onClose } = props;
  const heading = points.length === 1 && points[0] ? momentAt(points[0].at, tz) : title;
  if (!sheet) return <Aside {...props} heading={heading} />;
  return (
    <Dialog title={heading} onClose={onClose}>
      <Body {...props} />
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
      </DialogActions>
    </Dialog>
  );
}

function Aside(props: SlotPanelProps & { heading: string }) {
  const { heading, onClose } = props;
  const ref = useRef<HTMLElement>(null);
  // The focus goes to what was asked for, and back to its mark.
  useEffect(() => {
    const opener = document.activeElement;
    ref.current?.querySelector('h2')?.focus();
    return () => {
      // Another mark was chosen meanwhile, and has it.
      if (document.activeElement !== document.body) return;
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      // Its mark is another by now: the way back is where Tab would lead.
      else document.querySelector<HTMLElement>('[role="grid"] [data-mark][tabindex="0"]')?.focus();
    };
  }, []);
  return (
    // Escape closes it, from wherever inside.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      ref={ref}
      aria-label="Details"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
      className="w-[312px] shrink-0 overflow-y-auto border-l border-line px-4 pt-3 pb-4"
    >
      <div className="mb-3 flex items-center justify-between gap-2">
        <h2 tabIndex={-1} className="min-w-0 truncate text-lg font-semibold">
          {heading}
        </h2>
        <button type="button" className="btn btn-plain btn-icon" aria-label="Close" onClick={onClose}>
          <X size={14} aria-hidden />
        </button>
      </div>
      <Body {...props} />
    </aside>
  );
}

function Body({ title, task, points, tz, onList }: SlotPanelProps) {
  const [picked, setPicked] = useState<string>();
  const only = points.length === 1 ? points[0] : points.find(({ key }) => key === picked);
  if (only) {
    return (
      <>
        {points.length > 1 ? (
          <button type="button" className="btn btn-plain mb-2 -ml-2" onClick={() => setPicked(undefined)}>
            <ArrowLeft size={13} aria-hidden />
            All of them
          </button>
        ) : null}
        <PointDetails point={only} title={title} task={task} tz={tz} />
      </>
    );
  }
  return (
    <>
      <p className="text-ink-2">{timesOf(points, tz)}</p>
      <p className="mb-2 text-ink-2">{groupWords({ points, counts: marksIn(points) })}</p>
      <ul aria-label="Moments" className="divide-y divide-line border-y border-line">
        {worstFirst(points).map((point) => (
          <li key={point.key}>
            <button
              type="button"
              className="flex min-h-8 w-full items-center gap-2 py-1 text-left hover:bg-hover"
              onClick={() => setPicked(point.key)}
            >
              <SlotIcon mark={point.mark} size={13} />
              <span className="shrink-0">{clockAt(point.at, tz)}</span>
              <span className="min-w-0 grow truncate text-ink-2">{pointWords(point)}</span>
            </button>
          </li>
        ))}
      </ul>
      {onList ? (
        <button type="button" className="link mt-2 text-sm" onClick={onList}>
          {points.length > LISTED
            ? `Show all ${points.length.toLocaleString('en-GB')} in the list`
            : 'Show in the list'}
        </button>
      ) : null}
    </>
  );
}

/** When the first and the last of them are due. */
function timesOf(points: readonly Point[], tz: string): string {
  const moments = points.map(({ at }) => at);
  return timeWords({ from: Math.min(...moments), to: Math.max(...moments) }, tz);
}

function worstFirst(points: readonly Point[]): readonly Point[] {
  return points
    .toSorted((a, b) => MARKS.indexOf(a.mark) - MARKS.indexOf(b.mark) || a.at - b.at)
    .slice(0, LISTED);
}
