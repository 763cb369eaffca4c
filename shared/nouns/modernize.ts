/** What became of CommonJS files that were to become ES modules. */
import { z } from 'zod';
import { Finding } from './finding.ts';

/** `notes`: it is converted, and something wants to be looked at. */
export const MODERNIZE_VERDICTS = ['converted', 'notes', 'refused'] as const;

/** Both files loaded, and what they export held against each other. */
export const SmokeOutcome = z.strictObject({
  /** `unproven`: both end the same way before they export anything. `skipped`: nobody tried. */
  state: z.enum(['same', 'different', 'unproven', 'skipped']),
  /** How they differ, or why nothing is proven. */
  notes: z.array(z.string()),
});
export type SmokeOutcome = z.infer<typeof SmokeOutcome>;

export const ModernizedExports = z.strictObject({
  /** What `import x from` gives: all that module.exports was, what exports.default was, or nothing. */
  default: z.enum(['whole', 'key', 'none']),
  named: z.array(z.string()),
});

/** A text that became a module, or did not. An error among the findings is why not. */
export const ModernizedText = z.strictObject({
  verdict: z.enum(MODERNIZE_VERDICTS),
  /** The module; missing where it is refused. */
  code: z.string().optional(),
  /** Unified, from the original to the module. */
  diff: z.string().optional(),
  exports: ModernizedExports.optional(),
  /** It was not strict code before, and every module is. */
  becameStrict: z.boolean(),
  findings: z.array(Finding),
});
export type ModernizedText = z.infer<typeof ModernizedText>;

export const ModernizedFile = ModernizedText.extend({
  /** Absolute, as is the output. */
  file: z.string(),
  output: z.string(),
  smoke: SmokeOutcome,
  written: z.boolean(),
});
export type ModernizedFile = z.infer<typeof ModernizedFile>;

export const ModernizeReport = z.strictObject({
  files: z.array(ModernizedFile),
  /** What the files were loaded in; `nothing` where none was. */
  confinedBy: z.enum(['bubblewrap', 'seatbelt', 'node', 'nothing']),
  /** Nothing was written because nothing was to be. */
  dryRun: z.boolean(),
});
export type ModernizeReport = z.infer<typeof ModernizeReport>;

/** Characters of a text that is taken. */
export const MODERNIZE_LONGEST = 500_000;
