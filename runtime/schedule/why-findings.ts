/** What a moment turns out to be about, each as a sentence and the facts it rests on. */
import type { Away, Evidence, Pause } from '#shared/nouns/slot.ts';
import { isoAt } from '../clock.ts';
import type { RunRow } from '../runs/records.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { describeTrigger } from './describe-trigger.ts';
import { clockWords } from './local-words.ts';
import { pauseHolds } from './pause-words.ts';
import { nearestMoment, type SlotQueries, type SlotRowWithRun } from './slot-queries.ts';
import {
  AWAY_SOURCE,
  awayAt,
  awayEvidence,
  DECIDED_BY,
  slotEvidence,
  stateWords,
  type StateThen,
} from './why-evidence.ts';
import {
  attemptRows,
  causeOf,
  causeWords,
  queueEvidence,
  runEvidence,
  runRow,
  runsBefore,
  wasActive,
} from './why-runs.ts';
import { atWords, endWords, slotVerdict } from './why-words.ts';

/** Who asks for 09:00 means that minute. */
export const MINUTE = 60_000;
/** Runs of the task that are looked at for one that was there at the moment. */
export const RUNS = 20;

export interface WhyQuestion {
  /** As it is now; undefined where its file is gone. */
  readonly task: LoadedTask | undefined;
  readonly taskId: string;
  readonly title: string;
  /** ms since 1970, as are the following. */
  readonly at: number;
  readonly now: number;
  readonly queries: SlotQueries;
  readonly store: Store;
  /** When this Luka started. */
  readonly started: number;
  readonly nextDue?: number | undefined;
}

/** What the moment turned out to be about. */
export interface Found {
  readonly verdict: string;
  /** The record that the verdict rests on. */
  readonly source: Evidence['source'];
  readonly evidence: Evidence[];
  /** The moment that the facts must be about. */
  readonly moment: number;
  readonly slot?: SlotRowWithRun | undefined;
}

export function ofSlot(question: WhyQuestion, slot: SlotRowWithRun): Found {
  const { store, queries, now, taskId, started } = question;
  // Many moments told as one were judged by the last of them.
  const moment = slot.last_due;
  const run = runRow(store, slot.run);
  const attempts = run ? attemptRows(store, run.id) : [];
  const away = awayAt(queries, moment).find((one) =>
    slot.code === 'after_downtime'
      ? one.kind === 'downtime'
      : slot.code === 'after_sleep' && one.kind !== 'downtime',
  );
  const pause = pauseAt(question, moment);
  const verdict = slotVerdict(slot, {
    run,
    started: attempts[0]?.started_at ?? run?.started_at ?? undefined,
    away,
    pause,
    now,
  });
  const evidence = slotEvidence(slot, now);
  if (run) {
    const met = slot.state === 'skipped';
    evidence.push(...runEvidence(run, attempts, now, met ? 'overlap' : 'run'));
    if (!met) evidence.push(...queueEvidence(store, run, attempts, now));
  } else if (DECIDED_BY[slot.code] === 'overlap') {
    for (const other of runsBefore(store, taskId, slot.decided_at, RUNS).filter((one) =>
      wasActive(one, slot.decided_at),
    ))
      evidence.push(...runEvidence(other, attemptRows(store, other.id), now, 'overlap'));
  }
  const slept = slot.kind === 'wake' ? queries.awayBefore(slot.due, 'sleep') : undefined;
  if (slept) evidence.push(awayEvidence(slept, now));
  if (started > slot.due ? slot.code === 'after_downtime' && !away : slot.kind === 'startup')
    evidence.push({
      source: 'process',
      at: isoAt(started),
      text: `Luka was started at ${clockWords(started, now)}`,
    });
  return { verdict, source: sourceOf(slot, away), evidence, moment, slot };
}

/** The record that the sentence about a slot rests on. */
function sourceOf({ state, code }: SlotRowWithRun, away: Away | undefined): Evidence['source'] {
  if (state === 'ran' && code === 'on_time') return 'run';
  if (away) return AWAY_SOURCE[away.kind];
  return DECIDED_BY[code];
}

export function ofRun(question: WhyQuestion, run: RunRow, slot: SlotRowWithRun | undefined): Found {
  const { store, now } = question;
  const attempts = attemptRows(store, run.id);
  const started = attempts[0]?.started_at ?? run.started_at;
  const asked = causeWords(causeOf(run));
  const verdict =
    started === null
      ? `Run #${run.id}, ${asked} ${atWords(run.queued_at, now)}, ${endWords(run)}`
      : `It ran ${atWords(started, now)} as run #${run.id}, ${asked}, and ${endWords(run)}`;
  return {
    verdict,
    source: 'run',
    evidence: [
      ...runEvidence(run, attempts, now),
      ...queueEvidence(store, run, attempts, now),
      ...(slot ? [lastSlot(question, slot)] : []),
    ],
    moment: question.at,
    slot,
  };
}

export function ofState(question: WhyQuestion, state: StateThen, slot: SlotRowWithRun | undefined): Found {
  const { now, task } = question;
  const words = stateWords(state, now)!;
  const evidence: Evidence[] = [{ source: 'task', at: isoAt(state.from), text: words }];
  const [fault] = state.state === 'invalid' && state.to === undefined ? (task?.findings ?? []) : [];
  if (fault) evidence.push({ source: 'task', text: fault.message });
  if (slot) evidence.push(lastSlot(question, slot));
  return { verdict: words, source: 'task', evidence, moment: question.at, slot };
}

export function toCome(question: WhyQuestion, slot: SlotRowWithRun | undefined): Found {
  const { now, nextDue, at } = question;
  const verdict =
    nextDue === undefined
      ? 'That is still to come, and nothing is planned'
      : `That is still to come: the next moment is ${clockWords(nextDue, now)}`;
  return {
    verdict,
    source: 'schedule',
    evidence: [...triggerEvidence(question), ...(slot ? [lastSlot(question, slot)] : [])],
    moment: at,
    slot,
  };
}

export function notDue(
  question: WhyQuestion,
  rows: readonly SlotRowWithRun[],
  slot: SlotRowWithRun | undefined,
  reach: number,
): Found {
  const { at, now, nextDue } = question;
  const before = slot && clockWords(nearestMoment(slot, reach), now);
  const later = rows.filter((row) => row.due > reach).sort((a, b) => a.due - b.due)[0];
  const next = later?.due ?? (nextDue !== undefined && nextDue > reach ? nextDue : undefined);
  const is = next !== undefined && next > now ? 'is' : 'was';
  const told =
    next === undefined
      ? `nothing was due ${before === undefined ? 'before' : `after ${before}`}`
      : before === undefined
        ? `the first moment ${is} ${clockWords(next, now)}`
        : `the next moment after ${before} ${is} ${clockWords(next, now)}`;
  const evidence: Evidence[] = slot ? [lastSlot(question, slot)] : [];
  if (later) {
    evidence.push({
      source: 'schedule',
      at: isoAt(later.due),
      text: `Due next at ${clockWords(later.due, now)} by ${later.trigger}`,
    });
  }
  return {
    verdict:
      now - at < MINUTE ? `It has not been due yet: ${told}` : `It was not due ${atWords(at, now)}: ${told}`,
    source: 'schedule',
    evidence: [...evidence, ...triggerEvidence(question)],
    moment: at,
    slot,
  };
}

/** What became of the slot before, where the verdict is about something else. */
function lastSlot(question: WhyQuestion, slot: SlotRowWithRun): Evidence {
  return {
    source: 'schedule',
    at: isoAt(slot.due),
    text: ofSlot(question, slot).verdict,
    ...(slot.run === null ? {} : { run: slot.run }),
  };
}

function triggerEvidence({ task }: WhyQuestion): Evidence[] {
  const words = (task?.definition?.triggers ?? []).map((trigger) => describeTrigger(trigger));
  return words.length === 0 ? [] : [{ source: 'task', text: `Started by: ${words.join('; ')}` }];
}

function pauseAt({ queries, task, taskId }: WhyQuestion, moment: number): Pause | undefined {
  return queries
    .pauses(moment, moment + 1)
    .find(({ scope }) => pauseHolds(scope, taskId, task?.definition?.tags));
}
