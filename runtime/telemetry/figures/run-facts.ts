/** What is remembered of a run that ended. */
import type { RunState } from '#shared/nouns/run.ts';
import type { Zone } from '../../schedule/zone.ts';
import { placeOf, type Place } from './place.ts';

/** Columns of the ledger that facts are made of. */
export const RUN_COLUMNS =
  'id, task, state, cause, queued_at, started_at, ended_at, duration_ms, attempt, approval';

export interface EndedRow {
  readonly id: number;
  readonly task: string | null;
  readonly state: RunState;
  readonly cause: string;
  readonly queued_at: number;
  readonly started_at: number | null;
  readonly ended_at: number;
  readonly duration_ms: number | null;
  readonly attempt: number;
  readonly approval: number | null;
}

export interface RunFacts extends Place {
  readonly run: number;
  readonly queuedAt: number;
  /** '' for work orders. */
  readonly task: string;
  readonly state: RunState;
  readonly cause: string;
  readonly endedAt: number;
  /** Null for what never started, and for lives of services: those end when somebody wants it. */
  readonly durationMs: number | null;
  /** Null for what never started, and where a person had to say yes first: that is not the queue's. */
  readonly waitMs: number | null;
  /** Null where no due moment was meant. */
  readonly lateMs: number | null;
  readonly attempt: number;
}

export function factsOf(row: EndedRow, zone: Zone): RunFacts {
  const cause = JSON.parse(row.cause) as { kind: string; scheduledFor?: string };
  const { started_at: started, duration_ms: took } = row;
  const due = cause.scheduledFor === undefined ? undefined : Date.parse(cause.scheduledFor);
  return {
    run: row.id,
    queuedAt: row.queued_at,
    task: row.task ?? '',
    state: row.state,
    cause: cause.kind,
    endedAt: row.ended_at,
    durationMs: took === null || cause.kind === 'service' ? null : Math.round(took),
    waitMs: started === null || row.approval !== null ? null : Math.max(0, started - row.queued_at),
    lateMs: started === null || due === undefined ? null : Math.max(0, started - due),
    attempt: row.attempt,
    ...placeOf(row.ended_at, zone),
  };
}

interface RawRow {
  run: number;
  queued_at: number;
  task: string;
  state: RunState;
  cause: string;
  ended_at: number;
  duration_ms: number | null;
  wait_ms: number | null;
  late_ms: number | null;
  attempt: number;
  flip: number;
  hour: number;
  day: number;
  day_at: number;
  cell: number;
}
export type NotedFacts = RunFacts & { readonly flip: 0 | 1 };

export function toNoted(row: RawRow): NotedFacts {
  return {
    run: row.run,
    queuedAt: row.queued_at,
    task: row.task,
    state: row.state,
    cause: row.cause,
    endedAt: row.ended_at,
    durationMs: row.duration_ms,
    waitMs: row.wait_ms,
    lateMs: row.late_ms,
    attempt: row.attempt,
    flip: row.flip === 0 ? 0 : 1,
    hour: row.hour,
    day: row.day,
    dayAt: row.day_at,
    cell: row.cell,
  };
}
export type { RawRow };

/** What a run says of its task; undefined where it says nothing, as a cancelled one. */
export function outcomeOf(state: RunState): 'ok' | 'bad' | undefined {
  if (state === 'succeeded') return 'ok';
  return state === 'failed' || state === 'timed_out' || state === 'interrupted' || state === 'denied'
    ? 'bad'
    : undefined;
}
