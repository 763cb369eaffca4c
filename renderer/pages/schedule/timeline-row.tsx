/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows lie where the virtualizer puts them, which the elements of tables cannot */
import { memo } from 'react';
import { Link } from 'wouter';
import { Mix } from '../../ui/mix.tsx';
import { SlotIcon } from '../../ui/slot-icon.tsx';
import { totalOf } from '../../words/slot-state.ts';
import type { Range } from '../../words/zone.ts';
import { Bands, type Band } from './bands.tsx';
import { groupName } from './group-words.ts';
import { HOVER_CARD_ID } from './hover-card.tsx';
import { placeOf, type Group } from './timeline-layout.ts';

/** Pixels. */
export const ROW_HEIGHT = 34;

export interface TimelineRowProps {
  readonly index: number;
  readonly top: number;
  readonly task: string;
  readonly title: string;
  /** Without a page of its own: the task was removed. */
  readonly gone: boolean;
  readonly groups: readonly Group[];
  /** Pauses of this task alone. */
  readonly bands: readonly Band[];
  readonly day: Range;
  readonly tz: string;
  /** Which of its stops Tab leads to: a mark, -1 for the name, undefined for none. */
  readonly stop: number | undefined;
  /** Where the open details begin. */
  readonly openAt: number | undefined;
  /** The mark with the tooltip. */
  readonly hovered: number | undefined;
  readonly onChoose: (group: Group) => void;
}

export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { index, top, task, title, gone, groups, bands, day, tz, stop, openAt, hovered, onChoose } = props;
  const nameStop = { 'data-row': index, 'data-mark': -1, tabIndex: stop === -1 ? 0 : -1 };
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className="absolute inset-x-0 top-0 border-b border-line"
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      <div role="rowheader" className="flex h-full w-(--names) items-center pl-4 md:pl-6">
        {gone ? (
          <button type="button" {...nameStop} className="truncate text-left text-ink-3" title={title}>
            {title}
          </button>
        ) : (
          <Link
            to={`/tasks/${encodeURIComponent(task)}`}
            {...nameStop}
            title={title}
            className="quiet-link truncate font-medium"
          >
            {title}
          </Link>
        )}
      </div>
      <div className="timeline-track">
        <Bands bands={bands} day={day} tz={tz} />
        {groups.map((group, place) => (
          <div key={`${group.shape}${group.points[0]?.key}`} role="gridcell">
            <button
              type="button"
              data-row={index}
              data-mark={place}
              tabIndex={stop === place ? 0 : -1}
              aria-label={groupName(title, group, tz)}
              aria-expanded={openAt !== undefined && isOpen(group, openAt)}
              aria-describedby={hovered === place ? HOVER_CARD_ID : undefined}
              className={`moment ${SHAPE_CLASSES[group.shape]}`}
              style={styleOf(group, day)}
              onClick={() => onChoose(group)}
            >
              <Drawn group={group} />
            </button>
          </div>
        ))}
      </div>
    </div>
  );
});

function isOpen({ shape, from, to }: Group, at: number): boolean {
  return at >= from && (shape === 'bar' ? at < to : at <= to);
}

const SHAPE_CLASSES: Readonly<Record<Group['shape'], string>> = {
  mark: '',
  cluster: 'moment-cluster',
  bar: 'moment-wide moment-bar',
  span: 'moment-wide',
};

function styleOf({ shape, from, to }: Group, day: Range): Record<string, string> {
  const left = placeOf(from, day);
  return shape === 'bar' || shape === 'span'
    ? { left: `${left}%`, width: `${placeOf(to, day) - left}%` }
    : { left: `${shape === 'cluster' ? (left + placeOf(to, day)) / 2 : left}%` };
}

/** Pixels of a bar's height, the lowest and the highest. */
const LOW = 8;
const HIGH = 24;

function Drawn({ group }: { group: Group }) {
  switch (group.shape) {
    case 'mark':
      return <SlotIcon mark={group.worst} size={13} />;
    case 'cluster':
      return (
        <>
          <SlotIcon mark={group.worst} size={11} />
          {totalOf(group.counts)}
        </>
      );
    case 'bar':
    case 'span':
      return (
        <span
          className="flex w-full"
          style={{ height: group.shape === 'span' ? 12 : Math.round(LOW + (HIGH - LOW) * group.share) }}
        >
          <Mix counts={group.counts} />
        </span>
      );
  }
}
