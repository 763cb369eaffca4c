/** One icon for each state. Every state has its own shape, so that they can be told apart without their colours. */
import type { ReactNode } from 'react';
import { STATE_WORDS, type AnyState } from '../words/run-state.ts';
import { CANCELLED, DONE, FAILED, glyph, HELD, OCTAGON, ShapeIcon, stroke, WAITING } from './shapes.tsx';

const SHAPES: Readonly<Record<AnyState, ReactNode>> = {
  running: (
    <g className="spin">
      <circle cx="8" cy="8" r="6" {...stroke} opacity="0.25" />
      <path d="M8 2a6 6 0 0 1 6 6" {...stroke} strokeWidth={2} />
    </g>
  ),
  succeeded: DONE,
  failed: FAILED,
  timed_out: (
    <>
      {OCTAGON}
      <path d="M8 4.4V8l2.5 1.6" {...glyph} />
    </>
  ),
  interrupted: (
    <>
      <path d="M8 1.2 15.4 14.4H.6Z" fill="currentColor" strokeLinejoin="round" />
      <path d="M8.6 5.6 6.9 9h2.2l-1 3" {...glyph} strokeWidth={1.3} />
    </>
  ),
  denied: (
    <>
      <path d="M8 .8 14.4 3v5c0 3.6-2.6 6-6.4 7.2C4.2 14 1.6 11.6 1.6 8V3Z" fill="currentColor" />
      <path d="M5 8h6" {...glyph} />
    </>
  ),
  cancelled: CANCELLED,
  queued: WAITING,
  awaiting_approval: HELD,
  pending: (
    <circle
      cx="8"
      cy="8"
      r="5.6"
      {...stroke}
      strokeWidth={1.3}
      strokeDasharray="1.5 2"
      strokeLinecap="butt"
    />
  ),
  skipped: <path d="M3 4.5 7 8l-4 3.500m5.5-7 4 3.5-4 3.5" {...stroke} />,
};

/** @param label given where no text beside the icon says the state */
export function StateIcon({ state, size = 14, label }: { state: AnyState; size?: number; label?: boolean }) {
  return (
    <ShapeIcon words={STATE_WORDS[state]} size={size} label={label}>
      {SHAPES[state]}
    </ShapeIcon>
  );
}
