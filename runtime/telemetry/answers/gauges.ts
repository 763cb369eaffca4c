/** What was sampled, bucket by bucket: agents by state, memory, the main thread, the queue. */
import { AGENT_STATES, type AgentState } from '#shared/nouns/agent.ts';
import type { AgentsPoint, MachinePoint } from '#shared/nouns/insights.ts';
import type { Figures } from '../figures/figures.ts';
import type { Question } from './question.ts';
import type { Span } from './span.ts';

export interface GaugeCell {
  readonly mean: number;
  readonly high: number;
  readonly last: number;
}

/** By bucket; undefined where nothing was seen. */
export function gaugeCells(figures: Figures, span: Span, name: string): (GaugeCell | undefined)[] {
  const [table, key] = span.bucket === 'hour' ? ['sample_hours', 'hour'] : ['sample_days', 'day'];
  const [first, last] = [span.buckets[0]!.key, span.buckets.at(-1)!.key];
  const cells: (GaugeCell | undefined)[] = span.buckets.map(() => undefined);
  for (const row of figures.all<{ key: number; n: number; sum: number; high: number; last: number }>(
    `select ${key} as key, n, sum, high, last from ${table}
     where gauge = (select id from gauges where name = ?) and ${key} between ? and ?`,
    name,
    first,
    span.bucket === 'hour' ? last + 3_600_000 - 1 : last,
  )) {
    const index = span.indexOf(row.key);
    if (index !== undefined) cells[index] = { mean: row.sum / row.n, high: row.high, last: row.last };
  }
  return cells;
}

export function agentPoints({ figures, span }: Question): AgentsPoint[] {
  const byState = AGENT_STATES.map((state) => [state, gaugeCells(figures, span, `agents.${state}`)] as const);
  const troubled = gaugeCells(figures, span, 'agents.troubled');
  return span.buckets.map(({ at, label }, index) => {
    const states: Partial<Record<AgentState, number>> = {};
    for (const [state, cells] of byState) {
      const mean = cells[index]?.mean;
      if (mean !== undefined && mean > 0) states[state] = Math.round(mean * 100) / 100;
    }
    const seen = troubled[index];
    return { at, label, states: seen ? states : null, troubledMax: seen?.high ?? null };
  });
}

export function machinePoints({ figures, span }: Question): MachinePoint[] {
  const delay = gaugeCells(figures, span, 'loop.mean_ms');
  const worst = gaugeCells(figures, span, 'loop.max_ms');
  const memory = gaugeCells(figures, span, 'memory.bytes');
  return span.buckets.map(({ at, label }, index) => ({
    at,
    label,
    loopDelayMeanMs: delay[index]?.mean ?? null,
    loopDelayMaxMs: worst[index]?.high ?? null,
    memoryMeanBytes: memory[index]?.mean ?? null,
    memoryMaxBytes: memory[index]?.high ?? null,
  }));
}
