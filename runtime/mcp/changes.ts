/** What an event of Luka means to a client that follows resources. */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { RUN_URI, TASK_URI } from './resources.ts';

export interface ResourceChanges {
  /** One or more that were listed are not, or the other way round. */
  readonly list: boolean;
  /** Resources whose content is another. */
  readonly updated: readonly string[];
}

const NONE: ResourceChanges = { list: false, updated: [] };

export function changesOf({ type, run, task }: Pick<LukaEvent, 'type' | 'run' | 'task'>): ResourceChanges {
  switch (type) {
    case 'run.queued':
      return { list: true, updated: run === undefined ? [] : [RUN_URI(run)] };
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
      return { list: false, updated: run === undefined ? [] : [RUN_URI(run)] };
    case 'task.removed':
      return { list: true, updated: [] };
    case 'task.changed':
      return { list: true, updated: task === undefined ? [] : [TASK_URI(task)] };
    case 'task.quarantined':
    case 'task.released':
      return { list: false, updated: task === undefined ? [] : [TASK_URI(task)] };
    case 'knowledge.changed':
    case 'report.made':
      return { list: true, updated: [] };
    default:
      return NONE;
  }
}
