/** What another scheduler's entries would become here. */
import { z } from 'zod';
import { Finding } from './finding.ts';

export const IMPORT_SOURCES = ['crontab', 'pm2', 'systemd'] as const;
export const ImportSource = z.enum(IMPORT_SOURCES);
export type ImportSource = z.infer<typeof ImportSource>;

export const ImportedTask = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** The entry in the source's own words, and the line it stands in (1-based), where it has lines. */
  original: z.string(),
  line: z.int().positive().optional(),
  /** The task file as it would be written. */
  text: z.string(),
  /** Its trigger in words. */
  trigger: z.string().optional(),
  /** `new`: can be written; `exists`: a task of this entry is here already; `cannot`: see the findings. */
  state: z.enum(['new', 'exists', 'cannot']),
  /** True once the file was written. */
  written: z.boolean(),
  /** What differs from where it came from: the shell, the mail, the environment. */
  findings: z.array(Finding),
});
export type ImportedTask = z.infer<typeof ImportedTask>;

export const ImportPlan = z.strictObject({
  source: ImportSource,
  tasks: z.array(ImportedTask),
  /** What concerns no single entry. */
  findings: z.array(Finding),
});
export type ImportPlan = z.infer<typeof ImportPlan>;
