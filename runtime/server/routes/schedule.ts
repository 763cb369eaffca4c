import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function scheduleHandlers({
  schedule,
  imports,
  safety,
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
    async setTriggers({ params, body }, request) {
      const task = await schedule.setTriggers(params.task, body.triggers, body.hash);
      safety.noteTaskChange(task, { what: 'given triggers', before: body.hash }, actorOf(request));
      return task;
    },
    releaseTask: ({ params }) => schedule.release(params.task),
    listPauses: () => ({ pauses: schedule.pauses() }),
    async pause({ body }, request) {
      const pause = await schedule.pause(body);
      safety.notePause('schedule.paused', body, actorOf(request));
      return pause;
    },
    async resume({ body }, request) {
      const ended = await schedule.resume(body.scope);
      safety.notePause('schedule.resumed', body, actorOf(request));
      return { ended };
    },
    getHook: ({ params }) => schedule.hook(params.task),
    renewHook: ({ params }) => schedule.hook(params.task, true),
    callHook: async ({ params, body }) => {
      await schedule.callHook(params.token, body.params ?? {});
      return { accepted: true };
    },
    planImport: ({ body }) => imports.plan(body.source, body.text, body.apply),
  };
}
