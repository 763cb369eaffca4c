/** An event is one thing that happened, numbered in the order it became durable. */
import { z } from 'zod';

export const EVENT_TYPES = [
  'run.queued',
  'run.started',
  'run.finished',
  'run.cancelling',
  'run.retrying',
  'step.started',
  'step.finished',
  'task.changed',
  'task.removed',
  'task.quarantined',
  'task.released',
  'module.switched',
  'slot.decided',
  'slot.waiting',
  'schedule.paused',
  'schedule.resumed',
  'run.judged',
  'run.checked',
  'run.validated',
  'approval.requested',
  'approval.decided',
  'policy.changed',
  'freeze.changed',
  'client.changed',
  'service.changed',
  'order.accepted',
  'order.refused',
  'order.finished',
  'agent.changed',
  'knowledge.changed',
  'memory.changed',
  'system.started',
  'system.stopping',
  'system.away',
] as const;
export const EventType = z.enum(EVENT_TYPES);
export type EventType = z.infer<typeof EventType>;

export const LukaEvent = z.strictObject({
  seq: z.int().positive(),
  at: z.string(),
  type: EventType,
  run: z.int().optional(),
  task: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type LukaEvent = z.infer<typeof LukaEvent>;
