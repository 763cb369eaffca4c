/** Triggers that somebody wants a task to have, checked before they are written into its file. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Trigger } from '#shared/nouns/trigger.ts';
import { linkFaults } from './check-links.ts';
import { checkTrigger, checkTriggers } from './check-triggers.ts';
import { FaultList, toFinding, type Fault } from './faults.ts';
import { pathLabel } from './source-text.ts';
import type { RawTrigger } from './trigger-items.ts';

/**
 * By the rules of files, those between tasks included. A task that is not there yet is no reason to refuse.
 * @param others the sound tasks, by id
 * @throws LukaError trigger_invalid
 */
export function checkNewTriggers(
  id: string,
  triggers: readonly RawTrigger[],
  others: ReadonlyMap<string, TaskDefinition>,
): void {
  const list = new FaultList();
  const sound = checkTriggers(triggers, list, id);
  const faults = list.toArray();
  if (faults.length === 0) {
    const steps = others.get(id)?.steps ?? [];
    const next = new Map(others).set(id, { steps, triggers: sound });
    const links = linkFaults(next, new Set(next.keys())).get(id) ?? [];
    faults.push(...links.filter(({ severity }) => severity !== 'warning'));
  }
  const [first] = faults;
  if (!first) return;
  throw new LukaError('trigger_invalid', {
    message: named(first).message,
    remedy: first.remedy,
    findings: faults.map((fault) => toFinding(named(fault))),
  });
}

/** Without a text there is no line to point at: the item is named instead. */
function named(fault: Fault): Fault {
  const label = pathLabel(fault.path);
  if (label === '' || fault.message.includes(label)) return fault;
  return { ...fault, message: `${label}: ${fault.message}` };
}

/** One trigger as a file would say it, for a preview. Findings have no place. */
export function readTrigger(raw: unknown): { trigger?: Trigger; findings: Finding[] } {
  const faults = new FaultList();
  const trigger = checkTrigger(raw, [], faults);
  const findings = faults.toArray().map((fault) => toFinding(fault));
  return trigger && findings.length === 0 ? { trigger, findings } : { findings };
}
