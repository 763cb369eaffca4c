/** What was looked at and why, step by step, each with the time since the one before. */
import type { Clock } from '../../clock.ts';

export interface TraceStep {
  readonly step: string;
  readonly text: string;
  readonly ms: number;
}

export class Trace {
  readonly steps: TraceStep[] = [];
  readonly #clock: Clock;
  readonly #onStep: ((step: TraceStep) => void) | undefined;
  #last: number;

  constructor(clock: Clock, onStep?: (step: TraceStep) => void) {
    this.#clock = clock;
    this.#onStep = onStep;
    this.#last = clock.monotonic();
  }

  add(step: string, text: string): void {
    const now = this.#clock.monotonic();
    const one = { step, text, ms: Math.round((now - this.#last) * 10) / 10 };
    this.#last = now;
    this.steps.push(one);
    this.#onStep?.(one);
  }
}
