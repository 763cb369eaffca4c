/** What the thread of reports is asked, and what it answers. */
import type { ErrorBody } from '#shared/errors/luka-error.ts';
import type { Governance } from '#shared/nouns/report.ts';
import type { KnownTask, LiveFacts } from './facts.ts';
import type { Period } from './period.ts';

interface Places {
  /** The ledger's file and folders, absolute. */
  readonly ledger: string;
  readonly logs: string;
  readonly reports: string;
  /** ms since 1970. */
  readonly now: number;
}

export type ReportJob =
  | (Places & {
      readonly kind: 'report';
      readonly period: Period;
      readonly live: LiveFacts;
      /** Where the page is: links of a report begin with it. */
      readonly pageUrl: string;
    })
  | (Places & { readonly kind: 'governance'; readonly tasks: readonly KnownTask[]; readonly days: number });

export interface MadeReport {
  readonly markdown: string;
  readonly page: string;
  readonly headline: string;
  readonly failed: number;
  readonly needs: number;
}

export interface ReportAnswers {
  readonly report: MadeReport;
  readonly governance: Governance;
}
/** Whoever reads the ledger for a report: a thread. */
export interface LedgerTeller {
  /** @throws LukaError report_unavailable */
  ask<K extends keyof ReportAnswers>(job: Extract<ReportJob, { kind: K }>): Promise<ReportAnswers[K]>;
}

export type ReportMessage =
  { readonly answer: ReportAnswers[keyof ReportAnswers] } | { readonly error: ErrorBody };
