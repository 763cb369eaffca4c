/** What stands behind a mark, while the pointer or the focus is on it. The pointer may go into it, for its link. */
import { Link } from 'wouter';
import { SlotIcon } from '../../ui/slot-icon.tsx';
import { reasonWords } from '../../words/slot-state.ts';
import { groupWords, timeWords, whyWords } from './group-words.ts';
import type { Group } from './timeline-layout.ts';

export interface Hovered {
  readonly title: string;
  readonly group: Group;
  readonly anchor: DOMRect;
}

export const HOVER_CARD_ID = 'mark-card';
const WIDTH = 280;
const GAP = 6;

export function HoverCard({
  hovered: { title, group, anchor },
  tz,
  onEnter,
  onLeave,
}: {
  hovered: Hovered;
  tz: string;
  onEnter: () => void;
  onLeave: () => void;
}) {
  const above = anchor.top > window.innerHeight / 2;
  const left = Math.min(
    window.innerWidth - WIDTH - 8,
    Math.max(8, anchor.left + anchor.width / 2 - WIDTH / 2),
  );
  const place = above
    ? `translate(${left}px, ${anchor.top - GAP}px) translateY(-100%)`
    : `translate(${left}px, ${anchor.bottom + GAP}px)`;
  const [only] = group.points;
  const why = group.points.length === 1 && only ? whyWords(only) : undefined;
  const run = group.points.length === 1 ? only?.slot?.run : undefined;
  return (
    <div
      id={HOVER_CARD_ID}
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      className="fixed top-0 left-0 z-30 rounded-[9px] bg-raised px-3 py-2.5 shadow-(--shadow)"
      style={{ width: WIDTH, transform: place }}
    >
      <p className="flex items-baseline justify-between gap-3">
        <span className="truncate font-semibold">{title}</span>
        <span className="shrink-0 text-sm text-ink-2">{timeWords(group, tz)}</span>
      </p>
      <p className="mt-1 flex items-start gap-1.5">
        <span className="flex h-5 items-center">
          <SlotIcon mark={group.worst} size={13} />
        </span>
        <span className="min-w-0 break-words">{groupWords(group)}</span>
      </p>
      {why === undefined ? null : (
        <p className="mt-0.5 line-clamp-4 text-sm break-words text-ink-2">{reasonWords(why)}</p>
      )}
      {run === undefined ? null : (
        <p className="mt-1 text-sm">
          {/* The keyboard's way to the run is in the details. */}
          <Link to={`/runs/${run}`} tabIndex={-1} className="link">
            Run #{run}
          </Link>
        </p>
      )}
    </div>
  );
}
