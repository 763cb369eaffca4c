/** A work order is a one-off task that a person or an agent hands over. */
import { z } from 'zod';
import { GateVerdict } from './gate.ts';
import { ParamValues } from './param.ts';
import { RunState } from './run.ts';
import { TaskDefinition } from './task.ts';

/** Luka's own shape: a definition like a task's (or the id of a task to run), with a name of its own. */
export const WorkOrder = z.union([
  z.strictObject({
    id: z.string().min(1).max(200).optional(),
    task: z.string().min(1),
    params: ParamValues.optional(),
  }),
  TaskDefinition.omit({
    triggers: true,
    enabled: true,
    overlap: true,
    catchUp: true,
    quarantine: true,
    blackout: true,
    service: true,
  }).extend({
    id: z.string().min(1).max(200).optional(),
  }),
]);
export type WorkOrder = z.infer<typeof WorkOrder>;

/** What becomes of an accepted order; also the content of `<name>.result.json` in `queue/done` or `queue/failed`. */
export const WorkOrderReceipt = z.strictObject({
  orderId: z.string(),
  run: z.int().positive(),
  /** False where the idempotency key had been seen: `run` is the run made then. */
  created: z.boolean(),
  /** `awaiting_approval`: a human is asked first. */
  state: RunState,
  /** The approval it waits for. */
  approval: z.int().positive().optional(),
  /** What the gate made of the run, so that who may only submit knows it, too; absent until it was judged. */
  gate: GateVerdict.optional(),
});
export type WorkOrderReceipt = z.infer<typeof WorkOrderReceipt>;
