import { actorOf, causeBy } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function taskHandlers({
  tasks,
  runs,
  safety,
}: Services): Pick<
  Handlers,
  'listTasks' | 'getTask' | 'createTask' | 'updateTask' | 'openTask' | 'lintTasks' | 'runTask'
> {
  return {
    listTasks: () => ({ tasks: tasks.list(), findings: tasks.findings() }),
    getTask: ({ params }) => tasks.get(params.task),
    async createTask({ body }, request) {
      const task = await tasks.create(body);
      safety.noteTaskChange(task, { what: 'created' }, actorOf(request));
      return task;
    },
    async updateTask({ params, body }, request) {
      const before = tasks.get(params.task).hash;
      const task = await tasks.setEnabled(params.task, body.enabled);
      const what = body.enabled ? 'enabled' : 'disabled';
      safety.noteTaskChange(task, { what, before }, actorOf(request));
      return task;
    },
    openTask: ({ params }) => tasks.open(params.task),
    lintTasks: ({ body }) => tasks.lint(body.text, body.file),
    runTask: ({ params, headers, body }, request) =>
      runs.requestTask(params.task, {
        ...body,
        cause: causeBy(request, 'manual'),
        by: actorOf(request),
        idempotencyKey: prefixed(headers['idempotency-key']),
      }),
  };
}

/** Keys of clients live beside those of slots and files: the prefix keeps them apart. */
export function prefixed(key: string | undefined): string | undefined {
  return key === undefined ? undefined : `client:${key}`;
}
