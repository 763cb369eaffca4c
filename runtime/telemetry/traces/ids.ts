/**
 * Numbers of traces and spans, made from what a run is: a run always has the same, whoever asks, before its trace is written
 * and after. W3C Trace Context: 16 and 8 bytes in hex, not all zero. https://www.w3.org/TR/trace-context/#traceparent-header
 */
import { createHash } from 'node:crypto';

export interface TracedRun {
  readonly id: number;
  /** ms since 1970: a home that is made anew counts its runs from 1 again. */
  readonly queuedAt: number;
}

export function traceIdOf(home: string, { id, queuedAt }: TracedRun): string {
  return digest(`${home}\n${id}\n${queuedAt}`, 32);
}

/** @param part what of the run it is: `run`, `attempt 1`, `step 1.0` */
export function spanIdOf(traceId: string, part: string): string {
  return digest(`${traceId}\n${part}`, 16);
}

/** For a step's environment: what it traces itself hangs below its span. The last byte says that the trace is kept. */
export function traceparentOf(home: string, run: TracedRun, { attempt, index }: StepKey): string {
  const trace = traceIdOf(home, run);
  return `00-${trace}-${spanIdOf(trace, stepPart(attempt, index))}-01`;
}

interface StepKey {
  readonly attempt: number;
  /** From 0. */
  readonly index: number;
}

export function stepPart(attempt: number, index: number): string {
  return `step ${attempt}.${index}`;
}

function digest(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
