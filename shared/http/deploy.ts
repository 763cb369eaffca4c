import { z } from 'zod';
import { Finding } from '../nouns/finding.ts';
import { ModuleName, ModuleRelease, ModuleSwitch, RunningModule, StagedModule } from '../nouns/release.ts';
import { endpoint } from './endpoint.ts';

/** A whole module in one file. */
const ModuleText = z.string().min(1).max(500_000);
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
      /** What the files have to hash to: exactly what somebody looked at, or nothing. */
      hash: z.string().min(12).max(64).optional(),
    }),
    response: ModuleSwitch,
    errors: [
      'deploy_source',
      'module_commonjs',
      'module_missing',
      'module_broken',
      'module_no_entry',
      'module_test_failed',
      'module_changed',
      'disk_full',
    ],
  }),
  lintModule: endpoint({
    method: 'POST',
    path: '/api/v1/deploy/modules-lint',
    summary: 'What is wrong with the text of a module, without running it.',
    scope: 'context:read',
    body: z.strictObject({ text: ModuleText, file: z.string().max(1_024).optional() }),
    response: z.strictObject({ findings: z.array(Finding) }),
    errors: [],
  }),
  stageModule: endpoint({
    method: 'POST',
    path: '/api/v1/deploy/staged',
    summary: 'Lay a module ready for a human to deploy. Nothing of it is run.',
    scope: 'automation:execute',
    body: z.strictObject({ module: ModuleName, text: ModuleText }),
    response: StagedModule,
    status: 201,
    errors: ['module_commonjs', 'module_broken', 'disk_full'],
  }),
  listStaged: endpoint({
    method: 'GET',
    path: '/api/v1/deploy/staged',
    summary: 'Modules that were laid ready and are not deployed yet.',
    response: z.strictObject({ staged: z.array(StagedModule) }),
    errors: [],
  }),
  readStaged: endpoint({
    method: 'GET',
    path: '/api/v1/deploy/staged/:module',
    summary: 'The text of a module that was laid ready, what is wrong with it, and what its name runs now.',
    params: ByModule,
    response: z.strictObject({
      staged: StagedModule,
      /** Exactly what `staged.hash` is of; absent where it is longer than is shown. */
      text: z.string().optional(),
      findings: z.array(Finding),
      /** Absent where the name runs nothing yet. */
      running: RunningModule.optional(),
    }),
    errors: ['staged_unknown'],
  }),
  dropStaged: endpoint({
    method: 'DELETE',
    path: '/api/v1/deploy/staged/:module',
    summary: 'Take a module back that was laid ready.',
    scope: 'automation:execute',
    params: ByModule,
    response: z.strictObject({ ok: z.literal(true) }),
    errors: ['staged_unknown'],
  }),
  listReleases: endpoint({
    method: 'GET',
    path: '/api/v1/deploy/modules',
    summary: 'Releases of task modules, the newest of each first.',
    query: z.strictObject({ module: ModuleName.optional() }),
    response: z.strictObject({ releases: z.array(ModuleRelease) }),
    errors: [],
  }),
  readRelease: endpoint({
    method: 'GET',
    path: '/api/v1/deploy/modules/:module/releases/:number',
    summary: 'One release of a task module, with the text of the file that is loaded of it.',
    params: z.strictObject({
      module: ModuleName,
      number: z.coerce.number<number | string>().int().positive(),
    }),
    response: z.strictObject({
      release: ModuleRelease,
      /** Absent where it is longer than is shown. */
      text: z.string().optional(),
    }),
    errors: ['release_unknown'],
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
