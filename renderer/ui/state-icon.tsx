/** One icon for each state. Every state has its own shape, so that they can be told apart without their colours. */
import type { ReactNode } from 'react';
import { STATE_WORDS, type AnyState, type Tone } from '../words/run-state.ts';

export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  running: 'text-running',
  ok: 'text-ok',
  failed: 'text-failed',
  waiting: 'text-waiting',
  quiet: 'text-quiet',
};

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const glyph = { ...stroke, stroke: 'var(--bg)' } as const;

const SHAPES: Readonly<Record<AnyState, ReactNode>> = {
  running: (
    <g className="spin">
      <circle cx="8" cy="8" r="6" {...stroke} opacity="0.25" />
      <path d="M8 2a6 6 0 0 1 6 6" {...stroke} strokeWidth={2} />
    </g>
  ),
  succeeded: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m5 8.3 2.1 2.1L11 6.2" {...glyph} />
    </>
  ),
  failed: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" />
      <path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" {...glyph} />
    </>
  ),
  timed_out: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" />
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
  cancelled: (
    <>
      <circle cx="8" cy="8" r="6.2" {...stroke} />
      <path d="m3.9 12.1 8.2-8.2" {...stroke} />
    </>
  ),
  queued: (
    <>
      <circle cx="8" cy="8" r="6.2" {...stroke} strokeDasharray="2.6 2.270" strokeLinecap="butt" />
      <path d="M8 4.800V8l2.2 1.4" {...stroke} strokeWidth={1.4} />
    </>
  ),
  awaiting_approval: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="3" {...stroke} />
      <path d="M6.3 5.500v5m3.4-5v5" {...stroke} strokeWidth={1.8} />
    </>
  ),
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
  const words = STATE_WORDS[state];
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`shrink-0 ${TONE_TEXT[words.tone]}`}
      {...(label ? { role: 'img', 'aria-label': words.label } : { 'aria-hidden': true })}
    >
      {SHAPES[state]}
    </svg>
  );
}
