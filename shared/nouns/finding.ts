/** A finding is one thing that is wrong, where it is, and how to mend it. */
import { z } from 'zod';

export const Finding = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  remedy: z.string(),
  /** What was seen. */
  evidence: z.string().optional(),
  file: z.string().optional(),
  /** 1-based. */
  line: z.int().positive().optional(),
  /** 1-based. */
  column: z.int().positive().optional(),
});
export type Finding = z.infer<typeof Finding>;

/** `file:line:column code: message; remedy`, the form every tool on the terminal uses. */
export function formatFinding(finding: Finding): string {
  const place = [finding.file, finding.line, finding.column].filter((part) => part !== undefined).join(':');
  return `${place ? `${place} ` : ''}${finding.code}: ${finding.message}; ${finding.remedy}`;
}
