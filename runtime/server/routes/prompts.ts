import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function promptHandlers({
  mind: { prompts, reports },
}: Services): Pick<Handlers, 'listPrompts' | 'fillPrompt' | 'savePrompt' | 'reportSession'> {
  return {
    listPrompts: async () => ({ prompts: await prompts.list() }),
    fillPrompt: ({ params, body }) => prompts.fill(params.prompt, body.values),
    savePrompt: ({ params, body }) => prompts.save(params.prompt, body),
    reportSession: ({ body }) => reports.session(body),
  };
}
