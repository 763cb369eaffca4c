/** What the doctor of Luka itself found: each check with what it saw, and what is wrong with evidence and mend. */
import { z } from 'zod';

export const DoctorFinding = z.strictObject({
  /** The check that found it. */
  check: z.string(),
  /** What it is about: a file, a port, a process. With the check it names the finding. */
  subject: z.string(),
  /** `error`: something does not work or may be lost; `warning`: it will; `info`: good to know. */
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  /** What was seen, a line each. */
  evidence: z.array(z.string()),
  remedy: z.string(),
  /** A command that mends it, as a person would type it. */
  command: z.string().optional(),
  /** What Luka itself does to mend it, in words; absent where that is for a person. */
  mend: z.string().optional(),
});
export type DoctorFinding = z.infer<typeof DoctorFinding>;

export const DOCTOR_STATES = ['ok', 'info', 'warning', 'error', 'unknown'] as const;
export const DoctorCheck = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Its worst finding; `unknown` where it could not be looked at. */
  state: z.enum(DOCTOR_STATES),
  /** What it saw, or why it could not look. */
  note: z.string(),
  tookMs: z.number().min(0),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

export const DoctorReport = z.strictObject({
  at: z.string(),
  home: z.string(),
  /** Of the Luka that looked. */
  version: z.string(),
  /** The Luka that works in the home; absent where none does. */
  running: z.strictObject({ pid: z.int(), version: z.string(), host: z.string() }).optional(),
  /** Whether everything was read that takes long. */
  full: z.boolean(),
  checks: z.array(DoctorCheck),
  /** The worst first. */
  findings: z.array(DoctorFinding),
});
export type DoctorReport = z.infer<typeof DoctorReport>;

/** What a mend did, in words. */
export const DoctorMend = z.strictObject({ check: z.string(), subject: z.string(), done: z.string() });
export type DoctorMend = z.infer<typeof DoctorMend>;

const ORDER = ['error', 'warning', 'info'] as const;

/** The worst first; those of one severity as they were found. */
export function worstFirst(findings: readonly DoctorFinding[]): DoctorFinding[] {
  return findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** What `luka doctor` ends with: 2 where something is broken, 1 where something will be, else 0. */
export function doctorExitCode(findings: readonly Pick<DoctorFinding, 'severity'>[]): 0 | 1 | 2 {
  if (findings.some(({ severity }) => severity === 'error')) return 2;
  return findings.some(({ severity }) => severity === 'warning') ? 1 : 0;
}
