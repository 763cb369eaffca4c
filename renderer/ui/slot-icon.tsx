/**
 * One mark for each outcome of a slot. Shapes tell them apart without their colours: a circle ran on time, a diamond
 * came late (hollow: not at all), an octagon failed, a square was stopped, a ring is still to come.
 */
import type { ReactNode } from 'react';
import { MARK_WORDS, type Mark } from '../words/slot-state.ts';
import { CANCELLED, DONE, FAILED, glyph, HELD, ShapeIcon, stroke, WAITING } from './shapes.tsx';

const SHAPES: Readonly<Record<Mark, ReactNode>> = {
  ran: DONE,
  caught_up: (
    <>
      <path d="M8 .3 15.7 8 8 15.7.3 8Z" fill="currentColor" />
      <path d="m5.4 8.2 1.8 1.8 3.2-3.4" {...glyph} />
    </>
  ),
  failed: FAILED,
  running: (
    <>
      <circle cx="8" cy="8" r="6.2" {...stroke} opacity="0.35" />
      <path d="M8 1.8a6.2 6.2 0 0 1 6.2 6.2" {...stroke} strokeWidth={2.2} />
      <circle cx="8" cy="8" r="2.2" fill="currentColor" />
    </>
  ),
  cancelled: CANCELLED,
  coalesced: (
    <>
      <circle cx="5.8" cy="8" r="4.4" {...stroke} />
      <circle cx="10.2" cy="8" r="4.4" {...stroke} />
    </>
  ),
  skipped: <path d="M3 4 7 8l-4 4m5.5-8 4 4-4 4" {...stroke} strokeWidth={2} />,
  blocked: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2.5" fill="currentColor" />
      <path d="M4.8 8h6.4" {...glyph} strokeWidth={2} />
    </>
  ),
  missed: (
    <>
      <path d="M8 1.4 14.6 8 8 14.6 1.4 8Z" {...stroke} />
      <path d="m6.2 6.2 3.6 3.6m0-3.6L6.2 9.8" {...stroke} strokeWidth={1.4} />
    </>
  ),
  waiting: WAITING,
  held: HELD,
  upcoming: <circle cx="8" cy="8" r="5.4" {...stroke} />,
  hindered: (
    <>
      <circle cx="8" cy="8" r="5.4" {...stroke} strokeDasharray="2.4 1.840" strokeLinecap="butt" />
      <path d="M5.6 8h4.8" {...stroke} />
    </>
  ),
};

/** @param label given where no text beside the icon says the outcome */
export function SlotIcon({ mark, size = 14, label }: { mark: Mark; size?: number; label?: boolean }) {
  return (
    <ShapeIcon words={MARK_WORDS[mark]} size={size} label={label}>
      {SHAPES[mark]}
    </ShapeIcon>
  );
}
