/**
 * Why did it (not) run? Finds what the moment is about (a slot, a run somebody asked for, the state the task was in) and
 * gathers what the records say of it: schedule, runs, absences, pauses, conditions. Nothing is worked out anew.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import { isOutcome, type Evidence, type WhyAnswer } from '#shared/nouns/slot.ts';
import { isoAt } from '../clock.ts';
import type { RunRow } from '../runs/records.ts';
import type { Store } from '../store/store.ts';
import { pauseHolds } from './pause-words.ts';
import { nearestMoment, toSlot, type SlotRowWithRun } from './slot-queries.ts';
import { awayAt, awayEvidence, pauseEvidence, quarantineEvidence, stateAt } from './why-evidence.ts';
import {
  MINUTE,
  notDue,
  ofRun,
  ofSlot,
  ofState,
  RUNS,
  toCome,
  type Found,
  type WhyQuestion,
} from './why-findings.ts';
import { causeOf, runRow, runsBefore, wasActive } from './why-runs.ts';

export type { WhyQuestion } from './why-findings.ts';

const OLDEST_MS = 30 * 86_400_000;
/** Slots that are shown on each side of the moment. */
const NEAR = 5;

/** @throws LukaError moment_too_old, task_unknown where there is neither a file of it nor a record */
export function why(question: WhyQuestion): WhyAnswer {
  const { taskId, title, at, now, queries, store, nextDue } = question;
  if (at < now - OLDEST_MS) throw new LukaError('moment_too_old');
  const reach = at % MINUTE === 0 ? at + MINUTE - 1 : at;
  const rows = queries.around(taskId, reach, NEAR);
  if (!question.task && rows.length === 0 && !isOnRecord(store, taskId))
    throw new LukaError('task_unknown', { message: `there is no task ${taskId}` });
  const found = find(question, rows, reach);
  const pauses = queries
    .pauses(found.moment, found.moment + 1)
    .filter(({ scope }) => pauseHolds(scope, taskId, question.task?.definition?.tags));
  const evidence = [
    ...found.evidence,
    ...awayAt(queries, found.moment).map((away) => awayEvidence(away, now)),
    ...pauses.map((pause) => pauseEvidence(pause, now)),
    ...quarantineEvidence(store, taskId, Math.max(at, found.moment), now),
  ];
  const { slot } = found;
  return {
    task: taskId,
    title,
    at: isoAt(at),
    verdict: found.verdict,
    evidence: byRelevance(evidence, found.source),
    slots: [...(slot ? [slot] : []), ...rows.filter((row) => row !== slot)].map((row) => toSlot(row)),
    ...(nextDue === undefined ? {} : { next: isoAt(nextDue) }),
  };
}

function find(question: WhyQuestion, rows: readonly SlotRowWithRun[], reach: number): Found {
  const { taskId, at, now, store } = question;
  const slot = nearestSlot(rows, reach);
  if (at >= now + MINUTE) return toCome(question, slot);
  const isNow = now - at < MINUTE;
  const moment = slot ? nearestMoment(slot, reach) : undefined;
  const state = stateAt(store, taskId, reach);
  if (state && state.state !== 'ready' && (moment === undefined || moment < state.from))
    return ofState(question, state, slot);
  const run = runAt(question, reach);
  if (slot && at - moment! < MINUTE) return ofSlot(question, slot);
  if (run && run.queued_at > (moment ?? -Infinity)) return ofRun(question, run, slot);
  if (slot && concerns(store, slot, at)) return ofSlot(question, slot);
  const triggers = question.task?.definition?.triggers ?? [];
  if (question.task?.definition && triggers.length === 0 && (isNow || !slot))
    return { ...notDue(question, rows, slot, reach), verdict: 'It has no trigger: it runs only by hand' };
  if (slot && isNow) return ofSlot(question, slot);
  return notDue(question, rows, slot, reach);
}

function isOnRecord(store: Store, task: string): boolean {
  return (
    store.get('select 1 from task_states where task = ? limit 1', task) !== undefined ||
    store.get('select 1 from runs where task = ? limit 1', task) !== undefined
  );
}

/** At or before the moment. Of several that were due at once, one that ran: it is what became of that moment. */
function nearestSlot(rows: readonly SlotRowWithRun[], reach: number): SlotRowWithRun | undefined {
  const ran = (row: SlotRowWithRun) => (row.state === 'ran' || row.state === 'caught_up' ? 1 : 0);
  return rows
    .filter((row) => row.due <= reach)
    .sort((a, b) => nearestMoment(b, reach) - nearestMoment(a, reach) || ran(b) - ran(a))[0];
}

/** True where a slot from before the moment was still open then, or its run was still going. */
function concerns(store: Store, slot: SlotRowWithRun, at: number): boolean {
  if (!isOutcome(slot.state) || slot.decided_at > at) return true;
  const run = slot.state === 'ran' || slot.state === 'caught_up' ? runRow(store, slot.run) : undefined;
  return run !== undefined && wasActive(run, at);
}

/** A run that somebody asked for, which went at the moment or was asked for in that minute. */
function runAt({ store, taskId, at }: WhyQuestion, reach: number): RunRow | undefined {
  return runsBefore(store, taskId, reach, RUNS).find(
    (run) => causeOf(run).by !== 'schedule' && (at - run.queued_at < MINUTE || wasActive(run, at)),
  );
}

/** What decides, first; then the schedule, the run, and what else was the case. */
const ORDER: readonly Evidence['source'][] = [
  'schedule',
  'catch-up',
  'overlap',
  'condition',
  'run',
  'task',
  'quarantine',
  'pause',
  'blackout',
  'process',
  'power',
  'clock',
  'deadline',
];

function byRelevance(evidence: readonly Evidence[], first: Evidence['source']): Evidence[] {
  const rank = ({ source }: Evidence) => (source === first ? -1 : ORDER.indexOf(source));
  const told = new Set<string>();
  return evidence
    .toSorted((a, b) => rank(a) - rank(b))
    .filter(({ text }) => !told.has(text) && told.add(text));
}
