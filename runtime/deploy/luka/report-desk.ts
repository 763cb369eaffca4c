/** Puts reports together, and files them. */
import type { DeployCheck, DeployReport } from '#shared/nouns/deployment.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { HomeLayout } from '../../home/layout.ts';
import { writeReport } from './report.ts';
import type { ServiceKeeper } from './service-keeper.ts';
import type { Steps } from './switch-over.ts';

export interface ReportFacts {
  readonly at?: string;
  readonly release?: string | undefined;
  readonly before?: string | undefined;
  readonly steps?: Steps;
  readonly checks?: DeployCheck[];
  readonly message?: string;
}

export class ReportDesk {
  readonly #layout: HomeLayout;
  readonly #service: ServiceKeeper;
  readonly #clock: Clock;

  constructor(options: { layout: HomeLayout; service: ServiceKeeper; clock: Clock }) {
    this.#layout = options.layout;
    this.#service = options.service;
    this.#clock = options.clock;
  }

  now(): string {
    return isoAt(this.#clock.now());
  }

  make(action: DeployReport['action'], outcome: DeployReport['outcome'], facts: ReportFacts): DeployReport {
    const { at = this.now(), release, before, steps = [], checks = [], message } = facts;
    return {
      action,
      outcome,
      at,
      endedAt: this.now(),
      home: this.#layout.root,
      service: `${this.#service.name} (${this.#service.file})`,
      ...(release === undefined ? {} : { release }),
      ...(before === undefined ? {} : { before }),
      steps,
      checks,
      ...(message === undefined ? {} : { message }),
    };
  }

  /** @returns the report with the file it was written to */
  file(report: DeployReport): Promise<DeployReport> {
    return writeReport(this.#layout.reports, report);
  }
}
