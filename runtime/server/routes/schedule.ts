import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function scheduleHandlers({
  schedule,
  imports,
}: Services): Pick<
  Handlers,
  | 'listUpcoming'
  | 'listSlots'
  | 'getTimeline'
  | 'previewTrigger'
  | 'getWhy'
  | 'getHeat'
  | 'setTriggers'
  | 'releaseTask'
  | 'listPauses'
  | 'pause'
  | 'resume'
  | 'getHook'
  | 'renewHook'
  | 'callHook'
  | 'planImport'
> {
  return {
    listUpcoming: ({ query }) => schedule.upcoming(query),
    listSlots: ({ query }) => schedule.slots(query),
    getTimeline: ({ query }) => schedule.timeline(query),
    previewTrigger: ({ body }) => schedule.preview(body.trigger, body.from),
    getWhy: ({ params, query }) => schedule.why(params.task, query.at),
    getHeat: ({ params, query }) => schedule.heat(params.task, query.days),
    setTriggers: ({ params, body }) => schedule.setTriggers(params.task, body.triggers, body.hash),
    releaseTask: ({ params }) => schedule.release(params.task),
    listPauses: () => ({ pauses: schedule.pauses() }),
    pause: ({ body }) => schedule.pause(body),
    resume: async ({ body }) => ({ ended: await schedule.resume(body.scope) }),
    getHook: ({ params }) => schedule.hook(params.task),
    renewHook: ({ params }) => schedule.hook(params.task, true),
    callHook: async ({ params, body }) => {
      await schedule.callHook(params.token, body.params ?? {});
      return { accepted: true };
    },
    planImport: ({ body }) => imports.plan(body.source, body.text, body.apply),
  };
}
