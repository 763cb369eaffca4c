/** What tasks say of each other: a trigger `after:` needs a task of that id, and must not lead back to itself. */
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Fault } from './faults.ts';
import { findRings, GAP, type Ring } from './rings.ts';
import { didYouMean } from './suggest.ts';

/** Of more missing tasks than this nobody is told what they may have meant: it is a search through all names. */
const MAX_SUGGESTIONS = 100;
/** Names at each end of a ring that is told in short. */
const TOLD = 4;

/**
 * @param definitions of the tasks that have one, by id
 * @param ids of all tasks, those with faults included
 * @returns faults by task; a warning where a task is missing, for it may come yet
 */
export function linkFaults(
  definitions: ReadonlyMap<string, TaskDefinition>,
  ids: ReadonlySet<string>,
): Map<string, Fault[]> {
  const faults = new Map<string, Fault[]>();
  const edges = new Map<string, string[]>();
  let suggestions = 0;
  for (const [id, { triggers }] of definitions) {
    const after = (triggers ?? []).map((trigger) => ('after' in trigger ? trigger.after : undefined));
    edges.set(
      id,
      after.filter((name) => name !== undefined),
    );
    after.forEach((name, index) => {
      if (name === undefined || ids.has(name)) return;
      suggestions += 1;
      add(faults, id, missing(name, index, suggestions > MAX_SUGGESTIONS ? [] : ids));
    });
  }
  for (const [id, ring] of findRings(edges)) {
    const next = ring[1] ?? id;
    const triggers = definitions.get(id)?.triggers ?? [];
    const index = triggers.findIndex((trigger) => 'after' in trigger && trigger.after === next);
    add(faults, id, {
      code: 'trigger_invalid',
      path: ['triggers', index, 'after'],
      message: `it starts after itself: ${inWords(ring)}`,
      remedy: 'remove one of these "after" triggers',
    });
  }
  return faults;
}

function add(faults: Map<string, Fault[]>, id: string, fault: Fault): void {
  const own = faults.get(id);
  if (own) own.push(fault);
  else faults.set(id, [fault]);
}

function missing(name: string, index: number, ids: Iterable<string>): Fault {
  return {
    code: 'task_unknown',
    severity: 'warning',
    path: ['triggers', index, 'after'],
    message: `there is no task "${name}", so this trigger never starts anything`,
    remedy: `${didYouMean(name, ids)}write the id of a task, or add that task`,
  };
}

/** `a after b after a` */
function inWords(ring: Ring): string {
  const gap = ring.indexOf(GAP);
  const short = gap < 0 && ring.length <= 2 * TOLD + 1;
  const tail = ring.slice(gap + 1).slice(-TOLD);
  const names = short ? ring : [...ring.slice(0, TOLD), GAP, ...tail];
  return [...names, ring[0]].join(' after ');
}
