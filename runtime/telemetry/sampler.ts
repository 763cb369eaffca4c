/** Looks at gauges once a minute, at a beat that there is anyway. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AGENT_STATES, isAgentTrouble } from '#shared/nouns/agent.ts';
import type { Clock } from '../clock.ts';
import type { Gauges } from './note/samples.ts';

const MINUTE_MS = 60_000;
/** Finer is dearer: the timer behind it wakes the process so often. ms. */
const RESOLUTION_MS = 50;

export interface SamplerOptions {
  readonly clock: Clock;
  readonly counts: () => { running: number; queued: number; awaitingApproval: number };
  /** Agents by state, as they were seen last; empty where there are none. */
  readonly agents: () => Readonly<Record<string, number>>;
  readonly onSample: (gauges: Gauges) => void;
}

export class Sampler {
  readonly #options: SamplerOptions;
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #last = -Infinity;

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#delay.enable();
  }

  stop(): void {
    this.#delay.disable();
  }

  /** To be called more often than once a minute. */
  beat(): void {
    const now = this.#options.clock.monotonic();
    // A beat that comes a little early is not to cost a minute.
    if (now - this.#last < MINUTE_MS - 1_000) return;
    this.#last = now;
    this.#options.onSample(this.#look());
  }

  #look(): Gauges {
    const { counts, agents } = this.#options;
    const { running, queued, awaitingApproval } = counts();
    const gauges: Record<string, number> = {
      'queue.running': running,
      'queue.queued': queued,
      'queue.awaiting': awaitingApproval,
      'memory.bytes': process.memoryUsage.rss(),
      ...agentGauges(agents()),
    };
    if (this.#delay.count > 0) {
      // It tells the time between two ticks, of which the resolution was wanted.
      gauges['loop.mean_ms'] = lateBy(this.#delay.mean);
      gauges['loop.max_ms'] = lateBy(this.#delay.max);
    }
    this.#delay.reset();
    return gauges;
  }
}

/** All states, so that none is taken for unknown. */
function agentGauges(states: Readonly<Record<string, number>>): Record<string, number> {
  if (Object.keys(states).length === 0) return {};
  const gauges: Record<string, number> = {};
  let troubled = 0;
  for (const state of AGENT_STATES) {
    const count = states[state] ?? 0;
    gauges[`agents.${state}`] = count;
    if (isAgentTrouble(state)) troubled += count;
  }
  return { ...gauges, 'agents.troubled': troubled };
}

/** @param ns between two ticks */
function lateBy(ns: number): number {
  return Math.max(0, Math.round((ns / 1e6 - RESOLUTION_MS) * 100) / 100);
}
