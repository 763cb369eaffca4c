import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function adoptionHandlers({
  adoptions,
  safety,
  tasks,
}: Services): Pick<Handlers, 'previewAdoption' | 'adoptAgents' | 'giveBackAgent'> {
  return {
    previewAdoption: async ({ body }) => ({ adoptions: await adoptions.preview(body.agents) }),
    async adoptAgents({ body }, request) {
      const by = actorOf(request);
      const made = await adoptions.adopt(body.agents, by);
      for (const { state, task } of made)
        if (state === 'adopted') safety.noteTaskChange(tasks.get(task), { what: 'adopted from launchd' }, by);
      return { adoptions: made };
    },
    giveBackAgent: ({ params }, request) => adoptions.giveBack(params.task, actorOf(request)),
  };
}
