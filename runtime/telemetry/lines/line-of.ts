/** One event of a run as one line of JSON, with the fields that tools for such lines look for. docs/telemetry.md */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { isBad, RunSummary } from '#shared/nouns/run.ts';

export interface LineFields {
  /** ISO 8601, UTC. */
  readonly ts: string;
  /** `run.finished`; shared/nouns/event.ts has them all. */
  readonly event: string;
  readonly level: 'info' | 'warn' | 'error';
  /** Absent for a work order. */
  readonly task?: string;
  /** Who asked for it: the client's name, else `person`, `agent` or `schedule`. */
  readonly agent?: string;
  readonly run?: number;
  readonly title?: string;
  readonly cause?: string;
  /** The state of the run, or of the step. */
  readonly status?: string;
  /** ms; once it ended. */
  readonly duration?: number;
  readonly attempt?: number;
  /** 0-based. */
  readonly step?: number;
  readonly exit?: number;
  /** A code of the catalogue. */
  readonly error?: string;
  readonly message?: string;
  /** The number of the event in the ledger: from here it goes on after a crash. */
  readonly seq: number;
}

/** Whether an event is one of a run. */
export function isLine({ type }: Pick<LukaEvent, 'type'>): boolean {
  return type.startsWith('run.') || type.startsWith('step.');
}

/** @param taskOf the task of a run, for events that do not carry it */
export function lineOf(event: LukaEvent, taskOf: (run: number) => string | undefined): LineFields {
  const { seq, at: ts, type, data } = event;
  const run = RunSummary.safeParse(data['run']).data;
  const task = event.task ?? run?.task ?? (event.run === undefined ? undefined : taskOf(event.run));
  const isEnd = type === 'run.finished';
  return {
    ts,
    event: type,
    level: levelOf(event, run),
    ...present({
      task,
      agent: run && (run.cause.client ?? run.cause.by),
      run: event.run ?? run?.id,
      title: run?.title,
    }),
    ...present({ cause: run?.cause.kind, status: run?.state ?? textOf(data['state']) }),
    ...present({ duration: isEnd ? whole(run?.durationMs) : undefined, attempt: run?.attempt }),
    ...present({ step: numberOf(data['index']), exit: isEnd ? run?.exitCode : undefined }),
    ...present({
      error: isEnd ? run?.errorCode : undefined,
      message: isEnd ? run?.message : textOf(data['reason']),
    }),
    seq,
  };
}

function levelOf({ type, data }: LukaEvent, run: RunSummary | undefined): LineFields['level'] {
  if (type === 'run.finished' && run && isBad(run.state)) return 'error';
  if (type === 'step.finished' && (data['state'] === 'failed' || data['state'] === 'timed_out'))
    return 'warn';
  return type === 'run.retrying' || type === 'run.cancelling' || type === 'run.unusual' ? 'warn' : 'info';
}

function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function whole(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
