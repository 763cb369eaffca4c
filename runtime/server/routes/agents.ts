import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { actorOf } from '../actor.ts';

export function agentHandlers({
  launchd: { agents, desk },
}: Services): Pick<
  Handlers,
  | 'listAgents'
  | 'getAgent'
  | 'agentLog'
  | 'agentDoctor'
  | 'lintPlist'
  | 'draftAgent'
  | 'createAgent'
  | 'editAgent'
  | 'fixAgent'
  | 'changeAgent'
  | 'agentHistory'
  | 'rollbackAgent'
> {
  return {
    listAgents: ({ query }) => agents.list(query.state),
    getAgent: ({ params }) => agents.get(params.agent),
    agentLog: ({ params, query }) => agents.log(params.agent, query.stream),
    agentDoctor: () => agents.doctor(),
    lintPlist: async ({ body }) => ({ findings: await agents.lint(body.text, body.file) }),
    draftAgent: ({ body }) => desk.draft(body),
    createAgent: ({ body: { draft, dryRun } }, request) =>
      desk.create(draft, { actor: actorOf(request), dryRun }),
    editAgent: ({ params, body: { dryRun, ...edit } }, request) =>
      desk.edit(params.agent, edit, { actor: actorOf(request), dryRun }),
    fixAgent: ({ params, body: { dryRun, ...fix } }, request) =>
      desk.fix(params.agent, fix, { actor: actorOf(request), dryRun }),
    changeAgent: ({ params, body: { dryRun, ...change } }, request) =>
      desk.setState(params.agent, change, { actor: actorOf(request), dryRun }),
    agentHistory: ({ query }) => desk.history(query),
    rollbackAgent: ({ params, body }, request) =>
      desk.rollback(params.change, { actor: actorOf(request), dryRun: body.dryRun }),
  };
}
