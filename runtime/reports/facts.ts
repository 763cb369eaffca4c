/** What a report of a day or a week is made from. Moments are ms since 1970. */
import type { Priority } from '#shared/nouns/priority.ts';
import type { RunState } from '#shared/nouns/run.ts';
import type { SlotOutcome } from '#shared/nouns/slot.ts';
import type { ToDo } from '#shared/nouns/report.ts';
import type { Period } from './period.ts';

/** A task as its file says now. */
export interface KnownTask {
  readonly id: string;
  readonly title: string;
  readonly priority: Priority;
  readonly state: 'ready' | 'disabled' | 'invalid';
  readonly owner?: string | undefined;
  readonly phase?: string | undefined;
}

/** What the ledger does not hold: as it is when the report is made. */
export interface LiveFacts {
  readonly tasks: readonly KnownTask[];
  readonly findings: readonly {
    readonly severity: string;
    readonly message: string;
    readonly remedy: string;
  }[];
  /** Agents in trouble, with what is wrong. */
  readonly agents: readonly { readonly label: string; readonly words: string }[];
  readonly frozen: boolean;
}

/** Runs of one task, or of orders of one title, that ended. */
export interface TaskRuns {
  /** Absent for orders. */
  readonly task?: string | undefined;
  readonly title: string;
  readonly owner?: string | undefined;
  readonly phase?: string | undefined;
  readonly good: number;
  readonly bad: number;
  readonly cancelled: number;
  /** By a person or the policy: decided, not failed. */
  readonly denied: number;
  /** ms, of those that succeeded: the middle one, and the longest. */
  readonly medianMs?: number | undefined;
  readonly longest?: { readonly run: number; readonly ms: number } | undefined;
  /** ms, the middle one of the 30 days before; absent where fewer than three succeeded then. */
  readonly usualMs?: number | undefined;
}

export interface Failure {
  readonly run: number;
  readonly title: string;
  readonly state: RunState;
  readonly at: number;
  readonly attempts: number;
  readonly message?: string | undefined;
  /** More of the same task that ended badly in this time. */
  readonly more: number;
  /** The newest run of the task has succeeded since. */
  readonly mended?: number | undefined;
  /** The end of its output, masked. */
  readonly lines: readonly string[];
}

/** Due moments of a task that came to the same for the same reason. */
export interface LostSlots {
  readonly task: string;
  readonly outcome: SlotOutcome;
  readonly reason: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

export interface Decision {
  readonly at: number;
  readonly by: string;
  /** `approved`, `denied`. */
  readonly what: string;
  readonly about: string;
  readonly run?: number | undefined;
  readonly approval?: number | undefined;
  readonly reason?: string | undefined;
}

export interface Change {
  readonly at: number;
  readonly by: string;
  readonly what: string;
  /** How often the same was done by the same. */
  readonly count: number;
  readonly reason?: string | undefined;
}

export interface Away {
  readonly kind: 'downtime' | 'sleep' | 'clock';
  readonly ms: number;
  readonly times: number;
  readonly longest: { readonly from: number; readonly to: number };
}

export interface PowerFacts {
  /** ms in which something held the machine awake. */
  readonly heldMs: number;
  /** What held it longest. */
  readonly holders: readonly { readonly reason: string; readonly ms: number }[];
  readonly refused: readonly { readonly reason: string; readonly because: string; readonly ms: number }[];
  readonly sleptMs: number;
  readonly sleeps: number;
  readonly batteryMs: number;
}

/** Something that waits for a person. */
export interface Need {
  readonly kind: 'approval' | 'result' | 'quarantine' | 'answer' | 'failing' | 'finding' | 'agent' | 'frozen';
  readonly text: string;
  readonly detail?: string | undefined;
  /** Address of the page. */
  readonly to?: string | undefined;
}

export interface ReportFacts {
  readonly period: Period;
  readonly now: number;
  readonly runs: readonly TaskRuns[];
  /** Lives of services that ended in it: by task, how many, and how many badly. */
  readonly services: readonly { readonly task: string; readonly ended: number; readonly bad: number }[];
  readonly failures: readonly Failure[];
  /** Ended badly and are not among `failures`. */
  readonly moreFailures: number;
  readonly slots: readonly LostSlots[];
  readonly moreSlots: number;
  readonly caughtUp: number;
  readonly away: readonly Away[];
  readonly decisions: readonly Decision[];
  readonly moreDecisions: number;
  readonly changes: readonly Change[];
  readonly moreChanges: number;
  readonly power: PowerFacts;
  readonly needs: readonly Need[];
  readonly moreNeeds: number;
  readonly toDos: readonly ToDo[];
  readonly moreToDos: number;
}
