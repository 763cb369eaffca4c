/** An adoption makes a launchd job a task: the task is written, the job is disabled, and both can be undone. */
import { z } from 'zod';
import { Finding } from './finding.ts';

/**
 * `new`: can be adopted. `exists`: is adopted already. `cannot`: see the findings. `adopted`: done just now.
 * `undone`: something failed, and everything is as before. `stuck`: it could not be undone either; see the message.
 */
export const AdoptionState = z.enum(['new', 'exists', 'cannot', 'adopted', 'undone', 'stuck']);
export type AdoptionState = z.infer<typeof AdoptionState>;

export const Adoption = z.strictObject({
  label: z.string(),
  /** Absolute path of the plist. */
  file: z.string(),
  /** Id of the task. */
  task: z.string(),
  kind: z.enum(['service', 'scheduled', 'manual']),
  state: AdoptionState,
  /** The task file as it would be, or was, written; switched off at first. */
  text: z.string(),
  findings: z.array(Finding),
  /** How it will behave otherwise than launchd did, in sentences. */
  changes: z.array(z.string()),
  /** Secrets that are stored under these names. */
  secrets: z.array(z.string()),
  /** The change of the agent, in the history of agents. */
  change: z.int().positive().optional(),
  message: z.string().optional(),
});
export type Adoption = z.infer<typeof Adoption>;

/** What became of an agent that was given back to launchd. */
export const GivenBack = z.strictObject({
  task: z.string(),
  label: z.string(),
  file: z.string(),
  /** Whether the task's file was removed; one that was edited is only switched off. */
  removed: z.boolean(),
});
export type GivenBack = z.infer<typeof GivenBack>;
