/** What an event of Luka means to a client that follows resources. */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { REPORT_URI, RUN_URI, TASK_URI } from './resource-uris.ts';

export interface ResourceChanges {
  /** One or more that were listed are not, or the other way round. */
  readonly list: boolean;
  /** Resources whose content is another. */
  readonly updated: readonly string[];
}

const NONE: ResourceChanges = { list: false, updated: [] };

/** Documents have changes of the list alone: no event says which of them a sync read anew. */
export function changesOf({
  type,
  run,
  task,
  data,
}: Pick<LukaEvent, 'type' | 'run' | 'task' | 'data'>): ResourceChanges {
  const ofRun = run === undefined ? [] : [RUN_URI(run)];
  const ofTask = task === undefined ? [] : [TASK_URI(task)];
  switch (type) {
    case 'run.queued':
      return { list: true, updated: [...ofRun, ...ofTask] };
    case 'run.started':
    case 'run.finished':
    case 'run.cancelling':
    case 'run.retrying':
    case 'run.judged':
    case 'run.checked':
    case 'run.validated':
    case 'step.started':
    case 'step.finished':
    case 'approval.requested':
    case 'approval.decided':
    case 'hold.changed':
      // A task tells of its last run.
      return { list: false, updated: [...ofRun, ...ofTask] };
    case 'task.removed':
      return { list: true, updated: [] };
    case 'task.changed':
      return { list: true, updated: ofTask };
    case 'task.quarantined':
    case 'task.released':
    case 'slot.decided':
    case 'service.changed':
    case 'sla.changed':
      return { list: false, updated: ofTask };
    case 'knowledge.changed':
      return { list: true, updated: namesIn(data['reports']).map(REPORT_URI) };
    case 'report.made':
      return { list: true, updated: namesIn([data['name']]).map(REPORT_URI) };
    default:
      return NONE;
  }
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}
