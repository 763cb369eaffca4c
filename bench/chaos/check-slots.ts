/** Every due moment has exactly one entry, and what an entry says became of it is true. */
import { isTimeTrigger, type TimeTrigger } from '#shared/nouns/trigger.ts';
import { isOutcome } from '#shared/nouns/slot.ts';
import { occurrences } from '#runtime/schedule/occurrences.ts';
import type { SlotRow } from '#runtime/schedule/slot-queries.ts';
import { triggerKey } from '#runtime/schedule/trigger-key.ts';
import type { Evidence, Ledger } from './evidence.ts';
import { finding, type Report, type Violation } from './violation.ts';

/** A trigger is planned a moment before its task's state is noted. */
const NOTED_MS = 1_000;

/** The moments of time triggers, from when Luka first saw the task until `until`. */
export function checkMoments({ ledger, definitions, until }: Evidence): Violation[] {
  return finding((report) => {
    for (const [task, definition] of definitions) {
      const since = ledger.states.find((state) => state.task === task && state.state === 'ready')?.at;
      if (since === undefined) {
        report('lost', `Luka never knew the task ${task}`);
        continue;
      }
      for (const trigger of (definition.triggers ?? []).filter(isTimeTrigger)) {
        const key = triggerKey(trigger);
        const rows = ledger.slots.filter((slot) => slot.task === task && slot.trigger === key);
        checkTrigger(trigger, rows, { name: `${task}, ${key}`, since, until }, report);
      }
    }
  });
}

function checkTrigger(
  trigger: TimeTrigger,
  rows: readonly SlotRow[],
  span: { name: string; since: number; until: number },
  report: Report,
): void {
  const entries = new Map<number, number>();
  for (const row of rows) {
    const covered = [...occurrences(trigger, row.due - 1, row.last_due)];
    if (covered.length !== row.count || covered[0] !== row.due || covered.at(-1) !== row.last_due)
      report(
        'ledger',
        `${span.name}: the entry of ${at(row.due)} stands for ${row.count}, not ${covered.length}`,
      );
    for (const moment of covered) entries.set(moment, (entries.get(moment) ?? 0) + 1);
    if (row.due < span.since - NOTED_MS)
      report('ledger', `${span.name}: ${at(row.due)} was due before the task was known`);
  }
  for (const [moment, count] of entries)
    if (count > 1) report('duplicated', `${span.name}: ${at(moment)} has ${count} entries`);
  for (const moment of occurrences(trigger, span.since, span.until))
    if (!entries.has(moment)) report('lost', `${span.name}: ${at(moment)} has no entry`);
}

/** Each end of a run that another task waits for has one entry there. */
export function checkAfter({ ledger, definitions, until }: Evidence): Violation[] {
  return finding((report) => {
    for (const [task, definition] of definitions)
      for (const trigger of definition.triggers ?? []) {
        if (!('after' in trigger)) continue;
        const key = triggerKey(trigger);
        const told = Map.groupBy(
          ledger.slots.filter((slot) => slot.task === task && slot.trigger === key),
          (slot) => runNamed(slot),
        );
        for (const run of ledger.runs) {
          if (run.task !== trigger.after || run.ended_at === null || run.ended_at > until) continue;
          const wanted = trigger.on === 'any' ? run.state !== 'cancelled' : run.state === 'succeeded';
          const entries = told.get(run.id)?.length ?? 0;
          if (wanted && entries === 0)
            report('lost', `${task}: the end of #${run.id} (${trigger.after}, ${run.state}) has no entry`);
          if (entries > 1) report('duplicated', `${task}: the end of #${run.id} has ${entries} entries`);
          if (!wanted && entries > 0)
            report('ledger', `${task}: the end of #${run.id} was none it waits for`);
        }
      }
  });
}

function runNamed(slot: SlotRow): number | undefined {
  const match = /^run #(\d+) of /.exec(subjectOf(slot).text ?? '');
  return match ? Number(match[1]) : undefined;
}

function subjectOf(slot: SlotRow): { text?: string; params?: { token?: string } } {
  return slot.subject === null ? {} : (JSON.parse(slot.subject) as ReturnType<typeof subjectOf>);
}

/** A call that was accepted has one entry; one whose answer was not seen at most one. */
export function checkCalls({ ledger, journal }: Evidence): Violation[] {
  return finding((report) => {
    const entries = Map.groupBy(
      ledger.slots.filter((slot) => slot.kind === 'webhook'),
      (slot) => subjectOf(slot).params?.token,
    );
    for (const [token, accepted] of journal.calls) {
      const count = entries.get(token)?.length ?? 0;
      if (accepted && count === 0) report('lost', `the call ${token} was accepted and has no entry`);
      if (count > 1) report('duplicated', `the call ${token} has ${count} entries`);
    }
  });
}

/** An entry that says its moment ran has a run of its own, made for it, and no run of a moment is without its entry. */
export function checkOutcomes({ ledger }: Evidence): Violation[] {
  return finding((report) => {
    const keys = new Map(ledger.runs.map((run) => [run.id, run.idempotency_key]));
    const ran = new Map<string, number>();
    for (const slot of ledger.slots) {
      const name = `${slot.task}, ${slot.trigger}, ${at(slot.due)}`;
      if (!isOutcome(slot.state)) report('lost', `${name} is still ${slot.state}: ${slot.reason}`);
      if (slot.state !== 'ran' && slot.state !== 'caught_up') continue;
      const key = `slot:${slot.task}:${slot.trigger}:${new Date(slot.due).toISOString()}`;
      if (slot.run === null || !keys.has(slot.run)) report('lost', `${name} ran, as no run that there is`);
      else if (keys.get(slot.run) !== key)
        report('ledger', `${name} ran as #${slot.run}, made for something else`);
      else ran.set(key, slot.run);
    }
    checkMade(ledger, ran, report);
  });
}

function checkMade({ runs }: Ledger, ran: ReadonlyMap<string, number>, report: Report): void {
  for (const { id, idempotency_key: key } of runs)
    if (key?.startsWith('slot:') && ran.get(key) !== id)
      report('ledger', `#${id} was made for ${key}, which has no such entry`);
}

function at(moment: number): string {
  return new Date(moment).toISOString();
}
