/**
 * One mark for each outcome of a slot. Shapes tell them apart without their colours: a circle ran on time, a diamond
 * came late (hollow: not at all), an octagon failed, a square was stopped, a ring is still to come.
 */
import type { ReactNode } from 'react';
import { MARK_WORDS, type Mark } from '../words/slot-state.ts';
import { TONE_TEXT } from './state-icon.tsx';

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const glyph = { ...stroke, stroke: 'var(--bg)' } as const;

const SHAPES: Readonly<Record<Mark, ReactNode>> = {
  ran: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m5 8.3 2.1 2.1L11 6.2" {...glyph} />
    </>
  ),
  caught_up: (
    <>
      <path d="M8 .3 15.7 8 8 15.7.3 8Z" fill="currentColor" />
      <path d="m5.4 8.2 1.8 1.8 3.2-3.4" {...glyph} />
    </>
  ),
  failed: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" />
      <path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" {...glyph} />
    </>
  ),
  running: (
    <>
      <circle cx="8" cy="8" r="6.2" {...stroke} opacity="0.35" />
      <path d="M8 1.8a6.2 6.2 0 0 1 6.2 6.2" {...stroke} strokeWidth={2.2} />
      <circle cx="8" cy="8" r="2.2" fill="currentColor" />
    </>
  ),
  cancelled: (
    <>
      <circle cx="8" cy="8" r="6.2" {...stroke} />
      <path d="m3.9 12.1 8.2-8.2" {...stroke} />
    </>
  ),
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
  waiting: (
    <>
      <circle cx="8" cy="8" r="6.2" {...stroke} strokeDasharray="2.6 2.270" strokeLinecap="butt" />
      <path d="M8 4.8V8l2.2 1.4" {...stroke} strokeWidth={1.4} />
    </>
  ),
  held: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="3" {...stroke} />
      <path d="M6.3 5.5v5m3.4-5v5" {...stroke} strokeWidth={1.8} />
    </>
  ),
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
  const words = MARK_WORDS[mark];
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`shrink-0 ${TONE_TEXT[words.tone]}`}
      {...(label ? { role: 'img', 'aria-label': words.label } : { 'aria-hidden': true })}
    >
      {SHAPES[mark]}
    </svg>
  );
}
