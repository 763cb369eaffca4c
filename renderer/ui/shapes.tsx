/**
 * Marks of 16 by 16 that say how something stands, in the colour of the text around them. What they have in common is drawn
 * once, so that a run and a slot of the same outcome look the same.
 */
import type { ReactNode } from 'react';
import { TONE_TEXT } from './tone.ts';
import type { Tone } from '../words/run-state.ts';

export const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
/** A line upon a filled shape. */
export const glyph = { ...stroke, stroke: 'var(--bg)' } as const;

export const DONE = (
  <>
    <circle cx="8" cy="8" r="7" fill="currentColor" />
    <path d="m5 8.3 2.1 2.1L11 6.2" {...glyph} />
  </>
);
export const OCTAGON = <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z" fill="currentColor" />;
export const FAILED = (
  <>
    {OCTAGON}
    <path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" {...glyph} />
  </>
);
export const CANCELLED = (
  <>
    <circle cx="8" cy="8" r="6.2" {...stroke} />
    <path d="m3.9 12.1 8.2-8.2" {...stroke} />
  </>
);
export const WAITING = (
  <>
    <circle cx="8" cy="8" r="6.2" {...stroke} strokeDasharray="2.6 2.270" strokeLinecap="butt" />
    <path d="M8 4.8V8l2.2 1.4" {...stroke} strokeWidth={1.4} />
  </>
);
/** Somebody holds it. */
export const HELD = (
  <>
    <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="3" {...stroke} />
    <path d="M6.3 5.5v5m3.4-5v5" {...stroke} strokeWidth={1.8} />
  </>
);

/** @param label given where no text beside the mark says what it means */
export function ShapeIcon({
  words,
  size,
  label,
  children,
}: {
  words: { readonly label: string; readonly tone: Tone };
  size: number;
  label: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`shrink-0 ${TONE_TEXT[words.tone]}`}
      {...(label ? { role: 'img', 'aria-label': words.label } : { 'aria-hidden': true })}
    >
      {children}
    </svg>
  );
}
