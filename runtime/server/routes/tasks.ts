import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

const BY_HAND: RunCause = { kind: 'manual', by: 'person' };

export function taskHandlers({
  tasks,
  runs,
}: Services): Pick<
  Handlers,
  'listTasks' | 'getTask' | 'createTask' | 'updateTask' | 'openTask' | 'lintTasks' | 'runTask'
> {
  return {
    listTasks: () => ({ tasks: tasks.list(), findings: tasks.findings() }),
    getTask: ({ params }) => tasks.get(params.task),
    createTask: ({ body }) => tasks.create(body),
    updateTask: ({ params, body }) => tasks.setEnabled(params.task, body.enabled),
    openTask: ({ params }) => tasks.open(params.task),
    lintTasks: ({ body }) => tasks.lint(body.text, body.file),
    runTask: ({ params, headers, body }) =>
      runs.requestTask(params.task, {
        ...body,
        cause: BY_HAND,
        idempotencyKey: prefixed(headers['idempotency-key']),
      }),
  };
}

/** Keys of clients live beside those of slots and files: the prefix keeps them apart. */
export function prefixed(key: string | undefined): string | undefined {
  return key === undefined ? undefined : `client:${key}`;
}
