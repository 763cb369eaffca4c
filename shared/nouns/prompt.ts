/** Texts for hand-offs: Markdown with `{{variables}}`, filled from what Luka knows. */
import { z } from 'zod';

/** A file's name without `.md`. */
export const PromptName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a name is lower-case letters, digits and dashes, at most 64');

export const PromptVariable = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** `state`: Luka fills it. `given`: whoever fills the prompt says it. */
  from: z.enum(['state', 'given']),
  default: z.string().optional(),
});
export type PromptVariable = z.infer<typeof PromptVariable>;

export const Prompt = z.strictObject({
  name: PromptName,
  title: z.string(),
  description: z.string(),
  variables: z.array(PromptVariable),
  /** Markdown, without its front matter. */
  text: z.string(),
  /** Absolute path of the person's own; absent for one that came with Luka. */
  file: z.string().optional(),
});
export type Prompt = z.infer<typeof Prompt>;

export const FilledPrompt = z.strictObject({
  name: PromptName,
  title: z.string(),
  text: z.string(),
  /** Variables that nobody filled; each still stands in the text as `{{name}}`. */
  missing: z.array(z.string()),
});
export type FilledPrompt = z.infer<typeof FilledPrompt>;

/** What a session's report is made from besides the records. */
export const SessionReportRequest = z.strictObject({
  /** Of its file: `261129_<slug>.md`. */
  slug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'a slug is lower-case letters, digits and dashes, at most 80')
    .default('session'),
  objective: z.string().max(2_000).optional(),
  nextGoal: z.string().max(2_000).optional(),
  /** ISO 8601; the start of the day where left out. */
  since: z.iso.datetime({ offset: true }).optional(),
});
export type SessionReportRequest = z.input<typeof SessionReportRequest>;

export const SessionReport = z.strictObject({
  /** Absolute. */
  file: z.string(),
  text: z.string(),
});
export type SessionReport = z.infer<typeof SessionReport>;
