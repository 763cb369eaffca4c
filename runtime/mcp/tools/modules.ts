/** Task modules: checking, staging and deploying what an agent wrote. */
import { z } from 'zod';
import { Finding } from '#shared/nouns/finding.ts';
import { ModuleName } from '#shared/nouns/release.ts';
import { DESTROYS, defineTool, READS } from '../tool.ts';

const Fault = z.object(Finding.shape);
const Text = z
  .string()
  .min(1)
  .max(500_000)
  .describe('The whole text of a .mjs file that exports run_auto(ctx) or run_manual(ctx).');

export const validateModule = defineTool({
  name: 'validate_module',
  title: 'Validate a module',
  description:
    'Whether a text is an ES module that Luka can run, without running it: line and column of every fault.',
  scope: 'context:read',
  hints: READS,
  input: z.object({ text: Text }),
  output: z.object({ valid: z.boolean(), findings: z.array(Fault) }),
  async call({ text }, { luka }) {
    const { findings } = await luka.lintModule({ body: { text } });
    return { valid: findings.every(({ severity }) => severity !== 'error'), findings };
  },
});

export const stageModule = defineTool({
  name: 'stage_module',
  title: 'Stage a module',
  description:
    'Lays a module ready for a human to deploy. Nothing of it is run, and nothing that runs changes; a text of the same name that waits is replaced. The answer holds the hash that deploy_module wants.',
  scope: 'automation:execute',
  // A newer text of a name takes the place of the one before.
  hints: { ...DESTROYS, idempotentHint: true },
  input: z.object({ module: ModuleName, text: Text }),
  output: z.object({
    module: z.string(),
    hash: z.string(),
    path: z.string(),
    deploy: z.string().describe('What a human types to deploy it.'),
  }),
  async call({ module, text }, { luka }) {
    const { hash, path } = await luka.stageModule({ body: { module, text } });
    return { module, hash, path, deploy: `luka deploy ${JSON.stringify(path)}` };
  },
});

export const deployModule = defineTool({
  name: 'deploy_module',
  title: 'Deploy a staged module',
  description:
    'Runs a staged module from now on, kept as a release that can be gone back from. It runs with the rights of the person, so the token must be of the person: an agent is refused, and asks the person instead.',
  scope: 'admin',
  hints: DESTROYS,
  input: z.object({ module: ModuleName, hash: z.string().min(12).max(64).describe('From stage_module.') }),
  output: z.object({
    outcome: z.enum(['planned', 'switched', 'unchanged']),
    release: z.int(),
    hash: z.string(),
  }),
  async call({ module, hash }, { luka }) {
    const { staged } = await luka.readStaged({ params: { module } });
    const { outcome, release } = await luka.deployModule({ body: { path: staged.path, hash } });
    return { outcome, release: release.number, hash: release.hash };
  },
});
