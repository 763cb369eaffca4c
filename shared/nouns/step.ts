/** A step is one thing a task does: a command, a module, inline node code, a git action or an HTTP probe. */
import { z } from 'zod';
import { Duration } from './duration.ts';

export const STEP_KINDS = ['run', 'argv', 'module', 'node', 'git', 'http'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export const StepId = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,63}$/,
    'a step id is lower-case letters, digits, "-" and "_", and starts with a letter',
  );

const common = {
  id: StepId.optional(),
  name: z.string().min(1).max(200).optional(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).optional(),
  cwd: z.string().min(1).optional(),
  timeout: Duration.optional(),
  optional: z.boolean().optional(),
};

/** A shell line, given to CLS_SHELL or /bin/bash with -c. Values arrive as environment variables, never pasted in. */
export const RunStep = z.strictObject({ ...common, run: z.string().min(1) });
/** A program and its arguments; no shell reads them. */
export const ArgvStep = z.strictObject({ ...common, argv: z.array(z.string()).min(1) });
/** A `.mjs` file of the modules folder; `function` names the export, else run_auto or run_manual by trigger. */
export const ModuleStep = z.strictObject({
  ...common,
  module: z.string().min(1),
  function: z.string().min(1).optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
/** JavaScript given inline (`code`) or as a file (`file`), run by Luka's own Node. */
export const NodeStep = z.strictObject({
  ...common,
  node: z.union([
    z.strictObject({ code: z.string().min(1), args: z.array(z.string()).optional() }),
    z.strictObject({ file: z.string().min(1), args: z.array(z.string()).optional() }),
  ]),
});
export const GitStep = z.strictObject({
  ...common,
  git: z.strictObject({ action: z.string().regex(/^[a-z][a-z-]*$/), args: z.array(z.string()).optional() }),
});
export const HttpStep = z.strictObject({
  ...common,
  http: z.strictObject({
    url: z.string().min(1),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    expect: z
      .union([z.number().int().min(100).max(599), z.array(z.number().int().min(100).max(599)).min(1)])
      .optional(),
  }),
});

export const Step = z.union([RunStep, ArgvStep, ModuleStep, NodeStep, GitStep, HttpStep]);
export type Step = z.infer<typeof Step>;
export type RunStep = z.infer<typeof RunStep>;
export type ArgvStep = z.infer<typeof ArgvStep>;
export type ModuleStep = z.infer<typeof ModuleStep>;
export type NodeStep = z.infer<typeof NodeStep>;
export type GitStep = z.infer<typeof GitStep>;
export type HttpStep = z.infer<typeof HttpStep>;

/** The schema of each kind: a parser picks one by the key that is present, so that its errors speak of that kind only. */
export const STEP_SCHEMAS = {
  run: RunStep,
  argv: ArgvStep,
  module: ModuleStep,
  node: NodeStep,
  git: GitStep,
  http: HttpStep,
} as const;

/** The kind of a step: the one kind key it carries. */
export function stepKind(step: Step): StepKind {
  for (const kind of STEP_KINDS) if (kind in step) return kind;
  throw new TypeError('a step without a kind passed validation');
}
