/** The small interface behind which every check of an installation lives: one a file. */
import type { DoctorFinding } from '#shared/nouns/doctor.ts';
import type { Settings } from '#shared/nouns/settings.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { RunProgram } from '../conditions/run-program.ts';
import type { HomeLayout } from '../home/layout.ts';
import type { IndexReport, LedgerReport, LogsReport } from './worker/jobs.ts';

/** The Luka that works in the home, as its control socket tells. */
export interface RunningLuka {
  readonly pid: number;
  readonly version: string;
  readonly host: string;
  readonly apiUrl: string;
  readonly uiUrl: string;
}

/** What is looked at. Nothing of it is asked for before a check wants it. */
export interface Patient {
  readonly layout: HomeLayout;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** The person's home folder. Absolute. */
  readonly personHome: string;
  /** ms since 1970. */
  readonly now: number;
  /** The user this process runs as; undefined where the system has none. */
  readonly uid: number | undefined;
  /** Whether everything is read that takes long. */
  readonly full: boolean;
  readonly running: RunningLuka | undefined;
  /** True in the process of the running Luka: its lock and its ledger are open here. */
  readonly isOwn: boolean;
  /** The Node that runs modules and this. */
  readonly node: { readonly version: string; readonly path: string };
  /** Files and folders that a whole package has. Absolute. */
  readonly packageFiles: readonly string[];
  readonly version: string;
  readonly run: RunProgram;
  /** In force, with what is wrong with their file. */
  readonly settings: () => Promise<{ values: Settings; findings: readonly Finding[] }>;
  /** What is wrong with task files and modules. */
  readonly taskFindings: () => Promise<{ files: number; findings: readonly Finding[] }>;
  /** Read once, in a thread; undefined where there is no ledger yet. @throws where it cannot be read at all */
  readonly ledger: () => Promise<LedgerReport | undefined>;
  readonly index: () => Promise<IndexReport | undefined>;
  readonly logs: () => Promise<LogsReport>;
}

/** What a check found; the doctor adds whose finding it is. */
export type Found = Omit<DoctorFinding, 'check'>;

export interface Examined {
  readonly findings: readonly Found[];
  /** What was seen, in a few words: `Node 24.21.0`. */
  readonly note: string;
}

export interface Check {
  /** As in `luka doctor --only`. */
  readonly id: string;
  readonly title: string;
  /** @throws Error in words where it cannot be looked at: that is no finding */
  examine(patient: Patient): Promise<Examined>;
  /**
   * Carries out the mend that the finding promises. It never removes what somebody may need.
   * @returns what was done, in words
   */
  mend?(patient: Patient, finding: Found): Promise<string>;
}

/** Could not be looked at, for a reason that is nobody's fault: there is no such thing here. */
export class NotHere extends Error {}

/** For checks that find nothing. */
export function fine(note: string): Examined {
  return { findings: [], note };
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
