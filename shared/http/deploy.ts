import { z } from 'zod';
import { ModuleName, ModuleRelease, ModuleSwitch } from '../nouns/release.ts';
import { endpoint } from './endpoint.ts';

const ByModule = z.strictObject({ module: ModuleName });

/** What is deployed runs with the person's rights, so only the person deploys: `admin`, which no agent can be given. */
export const deployEndpoints = {
  deployModule: endpoint({
    method: 'POST',
    path: '/api/v1/deploy/modules',
    summary:
      'Checks a task module, keeps it as a release and runs it from now on. Runs that are going keep theirs.',
    scope: 'admin',
    body: z.strictObject({
      /** Of a `.mjs` file or a folder on this machine; absolute. */
      path: z.string().min(1).max(4_096),
      /** How many releases before it are kept. */
      keep: z.int().min(1).max(50).default(5),
      dryRun: z.boolean().optional(),
    }),
    response: ModuleSwitch,
    errors: [
      'deploy_source',
      'module_commonjs',
      'module_missing',
      'module_broken',
      'module_no_entry',
      'module_test_failed',
      'disk_full',
    ],
  }),
  listReleases: endpoint({
    method: 'GET',
    path: '/api/v1/deploy/modules',
    summary: 'Releases of task modules, the newest of each first.',
    query: z.strictObject({ module: ModuleName.optional() }),
    response: z.strictObject({ releases: z.array(ModuleRelease) }),
    errors: [],
  }),
  rollbackModule: endpoint({
    method: 'POST',
    path: '/api/v1/deploy/modules/:module/rollback',
    summary: 'Runs the release before the current one again, or the one that is named.',
    scope: 'admin',
    params: ByModule,
    body: z.strictObject({ to: z.int().positive().optional() }),
    response: ModuleSwitch,
    errors: ['release_unknown', 'module_missing', 'module_broken', 'module_no_entry', 'disk_full'],
  }),
} as const;
