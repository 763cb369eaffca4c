import type { AuditAction } from '#shared/nouns/audit.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function serviceHandlers({
  supervisor,
  safety,
}: Services): Pick<Handlers, 'listServices' | 'startService' | 'stopService' | 'restartService'> {
  const note = (action: AuditAction, task: string, by: ReturnType<typeof actorOf>): void => {
    safety.audit.add({ actor: by, action, subject: `task ${task}` });
  };
  return {
    listServices: () => ({ services: supervisor.list() }),
    async startService({ params }, request) {
      const by = actorOf(request);
      const status = await supervisor.startService(params.task, by);
      note('service.started', params.task, by);
      return status;
    },
    async stopService({ params }, request) {
      const by = actorOf(request);
      const status = await supervisor.stopService(params.task, by);
      note('service.stopped', params.task, by);
      return status;
    },
    async restartService({ params }, request) {
      const by = actorOf(request);
      const status = await supervisor.restartService(params.task, by);
      note('service.restarted', params.task, by);
      return status;
    },
  };
}
