/** Work orders as runs, and whose word and work they are. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { OrderSubmission } from '../queue/ports.ts';
import { askerOf } from '../safety/gate/asker.ts';
import { resolveParams } from '../tasks/params.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { NewRun } from './insert-run.ts';
import type { RunRow } from './records.ts';

/** An order as it would be queued. @throws LukaError task_*, param_* */
export function orderRequest(submission: OrderSubmission, taskOf: (id: string) => LoadedTask): NewRun {
  const { order } = submission;
  const cause: RunCause = {
    kind: 'order',
    by: submission.by,
    detail: submission.detail,
    ...clientOf(submission.actor),
  };
  const origin = {
    order: { id: order.orderId, file: submission.file, extras: order.extras },
    idempotencyKey: submission.idempotencyKey,
    cause,
  };
  if (order.work.kind === 'definition')
    return {
      ...origin,
      title: order.title,
      priority: order.priority,
      params: resolveParams(order.work.definition.params, {}),
      definition: order.work.definition,
    };
  const { definition, file } = taskOf(order.work.task);
  if (definition?.enabled === false)
    throw new LukaError('task_disabled', { message: `the task ${order.work.task} is switched off` });
  if (!definition)
    throw new LukaError('task_invalid', { message: `the file of ${order.work.task} has errors` });
  return {
    ...origin,
    task: order.work.task,
    title: order.title,
    priority: order.priority,
    params: resolveParams(definition.params, order.work.params),
    definition,
    taskFile: file,
  };
}

/** Other clients than the person are named with what they asked for. */
export function clientOf(by: Actor): { client?: string } {
  return by.role === 'person' || by.role === 'luka' ? {} : { client: by.name };
}

/** An agent's order stays an agent's work when somebody runs it again. */
export function originOf(row: RunRow): { origin?: 'agent' } {
  const agents = row.order_id !== null && askerOf(JSON.parse(row.cause) as RunCause) === 'agent';
  return agents ? { origin: 'agent' } : {};
}
