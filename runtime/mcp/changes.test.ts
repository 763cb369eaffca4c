import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, type EventType } from '#shared/nouns/event.ts';
import { changesOf, type ResourceChanges } from './changes.ts';

const RUN = 'luka://runs/7';
const TASK = 'luka://tasks/to%20do';
const told = (...updated: string[]): ResourceChanges => ({ list: false, updated });
const listed = (...updated: string[]): ResourceChanges => ({ list: true, updated });
const NOTHING = told();

/** Of an event that names the run 7 and the task `to do`. */
const CHANGES: Readonly<Record<EventType, ResourceChanges>> = {
  'run.queued': listed(RUN, TASK),
  'run.started': told(RUN, TASK),
  'run.finished': told(RUN, TASK),
  'run.cancelling': told(RUN, TASK),
  'run.retrying': told(RUN, TASK),
  'run.judged': told(RUN, TASK),
  'run.checked': told(RUN, TASK),
  'run.validated': told(RUN, TASK),
  'step.started': told(RUN, TASK),
  'step.finished': told(RUN, TASK),
  'approval.requested': told(RUN, TASK),
  'approval.decided': told(RUN, TASK),
  'hold.changed': told(RUN, TASK),
  'task.changed': listed(TASK),
  'task.removed': listed(),
  'task.quarantined': told(TASK),
  'task.released': told(TASK),
  'slot.decided': told(TASK),
  'service.changed': told(TASK),
  'sla.changed': told(TASK),
  'knowledge.changed': listed(),
  'report.made': listed(),
  'slot.waiting': NOTHING,
  'schedule.paused': NOTHING,
  'schedule.resumed': NOTHING,
  'run.unusual': NOTHING,
  'module.switched': NOTHING,
  'module.staged': NOTHING,
  'module.unstaged': NOTHING,
  'policy.changed': NOTHING,
  'freeze.changed': NOTHING,
  'client.changed': NOTHING,
  'order.accepted': NOTHING,
  'order.refused': NOTHING,
  'order.finished': NOTHING,
  'agent.changed': NOTHING,
  'power.changed': NOTHING,
  'memory.changed': NOTHING,
  'answer.escalated': NOTHING,
  'answer.settled': NOTHING,
  'notify.changed': NOTHING,
  'system.started': NOTHING,
  'system.stopping': NOTHING,
  'system.away': NOTHING,
};

describe('an event', () => {
  it.each(EVENT_TYPES)('%s is told as what it changes', (type) => {
    expect(changesOf({ type, run: 7, task: 'to do', data: {} })).toEqual(CHANGES[type]);
  });

  it('that names nothing is told of no resource', () => {
    for (const type of EVENT_TYPES) expect(changesOf({ type, data: {} }).updated).toEqual([]);
  });

  it('of reports names each that was written', () => {
    expect(changesOf({ type: 'report.made', data: { name: 'day-2026-11-29', kind: 'day' } })).toEqual(
      listed('luka://reports/day-2026-11-29'),
    );
    const data = { what: 'reports', reports: ['duplicates.md', 'topics.md'] };
    expect(changesOf({ type: 'knowledge.changed', data })).toEqual(
      listed('luka://reports/duplicates.md', 'luka://reports/topics.md'),
    );
    expect(changesOf({ type: 'knowledge.changed', data: { source: 'notes', reports: 1 } })).toEqual(listed());
  });
});
