import { checkEsModule } from '../../deploy/modules/check-esm.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

type DeployNames =
  | 'deployModule'
  | 'lintModule'
  | 'stageModule'
  | 'listStaged'
  | 'readStaged'
  | 'dropStaged'
  | 'listReleases'
  | 'readRelease'
  | 'rollbackModule';

export function deployHandlers({ modules, staged }: Services): Pick<Handlers, DeployNames> {
  return {
    async deployModule({ body }, request) {
      const change = await modules.deploy(body, actorOf(request));
      if (change.outcome !== 'planned')
        await staged.deployed(body.path, change.release.hash, actorOf(request));
      return change;
    },
    lintModule: ({ body }) => ({ findings: checkEsModule(body.text, body.file ?? 'module.mjs') }),
    stageModule: ({ body }, request) => staged.stage(body, actorOf(request)),
    listStaged: async () => ({ staged: await staged.list() }),
    async readStaged({ params: { module } }) {
      const { text, ...found } = await staged.read(module);
      const running = await modules.running(module);
      return {
        ...found,
        ...(text === undefined ? {} : { text }),
        ...(running === undefined ? {} : { running }),
      };
    },
    async dropStaged({ params }, request) {
      await staged.drop(params.module, actorOf(request));
      return { ok: true };
    },
    listReleases: async ({ query }) => ({ releases: await modules.list(query.module) }),
    readRelease: ({ params }) => modules.read(params.module, params.number),
    rollbackModule: ({ params, body }, request) => modules.rollback(params.module, body.to, actorOf(request)),
  };
}
