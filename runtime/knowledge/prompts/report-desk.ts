/** Writes reports of sessions into the folder of reports. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SessionReportRequest, type SessionReport } from '#shared/nouns/prompt.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import { createFile } from '../../home/atomic-file.ts';
import type { Store } from '../../store/store.ts';
import type { LiveState } from '../assistant/live/live-state.ts';
import { gatherSession } from './session-facts.ts';
import { sessionReport } from './session-report.ts';
import { localDay } from './state-values.ts';

export interface ReportDeskOptions {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'list'>;
  readonly state: LiveState;
  /** Whom the file of a task names as its owner. */
  readonly ownerOf: (task: string) => string | undefined;
  /** Absolute. */
  readonly folder: string;
  readonly onWritten: () => void;
}

export class ReportDesk {
  readonly #options: ReportDeskOptions;

  constructor(options: ReportDeskOptions) {
    this.#options = options;
  }

  /** As `YYMMDD_<slug>.md`, with a number behind it where there is one already: none is written over. @throws LukaError disk_full */
  async session(request: SessionReportRequest): Promise<SessionReport> {
    const { state, folder, ownerOf } = this.#options;
    const { slug, objective, nextGoal, since } = SessionReportRequest.parse(request);
    const to = state.now();
    const from = since === undefined ? new Date(to).setHours(0, 0, 0, 0) : Date.parse(since);
    const text = sessionReport({
      facts: await gatherSession({ from, to: to + 1 }, this.#options),
      objective,
      nextGoal,
      running: state.active('running'),
      approvals: state.approvals(),
      validations: state.validations(),
      ownerOf,
    });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const stem = `${localDay(to).replaceAll('-', '').slice(2)}_${slug}`;
    for (let count = 1; ; count += 1) {
      const file = join(folder, `${stem}${count === 1 ? '' : `-${count}`}.md`);
      if (!(await createFile(file, text))) continue;
      this.#options.onWritten();
      return { file, text };
    }
  }
}
