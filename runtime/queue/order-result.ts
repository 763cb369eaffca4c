/** What is written beside an order when it is over: everything a script or an agent needs to go on. */
import type { ErrorBody } from '#shared/errors/luka-error.ts';
import type { Run } from '#shared/nouns/run.ts';
import type { NormalizedOrder } from './ports.ts';

/** @param order undefined where its file cannot be read any more */
export function runResult(run: Run, order: NormalizedOrder | undefined): Record<string, unknown> {
  const { acceptance, memory, notify } = order?.extras ?? {};
  return {
    order: order?.orderId ?? run.orderId,
    title: run.title,
    run: run.id,
    state: run.state,
    exitCode: run.exitCode,
    signal: run.signal,
    errorCode: run.errorCode,
    message: run.message,
    queuedAt: run.queuedAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    durationMs: run.durationMs,
    attempts: run.attempts.length,
    steps: (run.attempts.at(-1)?.steps ?? []).map((step) => ({
      id: step.id,
      name: step.name,
      kind: step.kind,
      state: step.state,
      optional: step.optional,
      exitCode: step.exitCode,
      signal: step.signal,
      startedAt: step.startedAt,
      endedAt: step.endedAt,
      message: step.message,
      outputs: step.outputs,
    })),
    acceptance,
    memory,
    notify,
  };
}

/** @param at ISO 8601 */
export function refusalResult(name: string, error: ErrorBody, at: string): Record<string, unknown> {
  return { order: name, state: 'refused', errorCode: error.code, message: error.message, error, endedAt: at };
}
