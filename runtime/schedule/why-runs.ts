/** Runs as evidence: which of a task were there at a moment, how one ended, behind what it waited. */
import { formatDuration } from '#shared/nouns/duration.ts';
import type { Evidence } from '#shared/nouns/slot.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import { isoAt } from '../clock.ts';
import type { AttemptRow, RunRow } from '../runs/records.ts';
import type { Store } from '../store/store.ts';
import { clockWords } from './local-words.ts';
import { endWords } from './why-words.ts';

/** A run that waits for less was started at once. */
const WAITED_MS = 1_000;
const MOST_NAMED = 4;

export function runRow(store: Store, id: number | null): RunRow | undefined {
  return id === null ? undefined : store.get<RunRow>('select * from runs where id = ?', id);
}

export function attemptRows(store: Store, run: number): AttemptRow[] {
  return store.all<AttemptRow>('select * from attempts where run = ? order by number', run);
}

/**
 * The task's runs that were queued at or before a moment, newest first. Ids grow with time, so that the place is found by
 * halving; where the clock was set back in between, some may be left out.
 */
export function runsBefore(store: Store, task: string, at: number, n: number): RunRow[] {
  let low = 0;
  let high =
    store.get<{ id: number | null }>('select max(id) as id from runs where task = ?', task)?.id ?? -1;
  high += 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = store.get<Pick<RunRow, 'id' | 'queued_at'>>(
      'select id, queued_at from runs where task = ? and id >= ? order by id limit 1',
      task,
      middle,
    );
    if (row === undefined || row.queued_at > at) high = middle;
    else low = row.id + 1;
  }
  return store.all<RunRow>(
    'select * from runs where task = ? and id < ? order by id desc limit ?',
    task,
    low,
    n,
  );
}

export function wasActive(run: RunRow, at: number): boolean {
  return run.queued_at <= at && (run.ended_at === null || run.ended_at > at);
}

/** How it went, and each attempt where there was more than one. */
export function runEvidence(
  run: RunRow,
  attempts: readonly AttemptRow[],
  now: number,
  source: Evidence['source'] = 'run',
): Evidence[] {
  const first = attempts[0]?.started_at ?? run.started_at;
  const evidence: Evidence[] = [
    { source, at: isoAt(run.ended_at ?? first ?? run.queued_at), run: run.id, text: story(run, first, now) },
  ];
  if (attempts.length < 2 && run.max_attempts < 2) return evidence;
  for (const attempt of attempts) {
    if (attempt.ended_at === null) continue;
    evidence.push({
      source,
      at: isoAt(attempt.ended_at),
      run: run.id,
      text: `Attempt ${attempt.number} of run #${run.id} ${endWords(attempt)}`,
    });
  }
  if (run.state === 'queued' && run.ready_at !== null) {
    evidence.push({
      source,
      at: isoAt(run.ready_at),
      run: run.id,
      text: `Attempt ${run.attempt} of ${run.max_attempts} of run #${run.id} starts at ${clockWords(run.ready_at, now)} at the earliest`,
    });
  }
  return evidence;
}

function story(run: RunRow, first: number | null, now: number): string {
  const name = `Run #${run.id}`;
  if (run.ended_at === null) {
    if (run.state === 'running')
      return `${name} started at ${clockWords(first ?? run.queued_at, now)} and ${endWords(run)}`;
    if (run.state === 'queued' && first !== null)
      return `${name} started at ${clockWords(first, now)} and waits for attempt ${run.attempt} of ${run.max_attempts}`;
    return `${name} was queued at ${clockWords(run.queued_at, now)} and ${endWords(run)}`;
  }
  return first === null
    ? `${name} was queued at ${clockWords(run.queued_at, now)} and ${endWords(run)}, before it started`
    : `${name} went from ${clockWords(first, now)} to ${clockWords(run.ended_at, now)} and ${endWords(run)}`;
}

/** Who asked, where it was not the schedule. */
export function causeWords(cause: RunCause): string {
  if (cause.by === 'agent') return 'asked for by an agent';
  if (cause.kind === 'manual') return 'started by hand';
  return cause.detail ?? (cause.by === 'person' ? 'asked for by a person' : 'started by the schedule');
}

export function causeOf(run: RunRow): RunCause {
  return JSON.parse(run.cause) as RunCause;
}

type Other = Pick<RunRow, 'id' | 'task' | 'group_name' | 'started_at'>;

/** That a run stood in the queue, and which runs went meanwhile: of its task, of its group, then any. */
export function queueEvidence(
  store: Store,
  run: RunRow,
  attempts: readonly AttemptRow[],
  now: number,
): Evidence[] {
  const first = attempts[0]?.started_at ?? run.started_at;
  const waits = first === null && run.ended_at === null;
  const until = first ?? run.ended_at ?? now;
  if (until - run.queued_at < WAITED_MS) return [];
  const ended = store.all<Other>(
    'select id, task, group_name, started_at from runs where ended_at > ? and ended_at <= ? order by ended_at desc limit 200',
    run.queued_at,
    until,
  );
  const going = waits
    ? store.all<Other>(
        "select id, task, group_name, started_at from runs where state = 'running' order by id limit 200",
      )
    : [];
  const others = [...going, ...ended].filter(
    (other) => other.id !== run.id && other.started_at !== null && other.started_at <= until,
  );
  const length = formatDuration(until - run.queued_at);
  const from = clockWords(run.queued_at, now);
  const waited = waits
    ? `Run #${run.id} waits in the queue since ${from}`
    : `Run #${run.id} waited ${length} in the queue, from ${from} to ${clockWords(until, now)}`;
  return [{ source: 'run', at: isoAt(run.queued_at), run: run.id, text: `${waited}${behind(run, others)}` }];
}

function behind(run: RunRow, others: readonly Other[]): string {
  if (others.length === 0) return '';
  const relation = (other: Other) => {
    if (run.task !== null && other.task === run.task) return 'of the same task';
    if (run.group_name !== null && other.group_name === run.group_name)
      return `of the group ${run.group_name}`;
    return '';
  };
  const kin = others.filter((other) => relation(other) !== '');
  const named = [
    ...kin.filter((other) => other.task === run.task),
    ...kin.filter((other) => other.task !== run.task),
    ...others.filter((other) => relation(other) === ''),
  ];
  const words = named.slice(0, MOST_NAMED).map((other) => `#${other.id} ${relation(other)}`.trimEnd());
  const more = named.length - words.length;
  return `, while these went: ${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
