/** The chain of the audit, row by row. Only where everything is read. */
import { fine, type Check } from '../check.ts';

export const auditCheck: Check = {
  id: 'audit',
  title: 'Audit',
  async examine({ ledger, full }) {
    if (!full) return fine('looked at only with everything (--full)');
    const report = await ledger().catch(() => undefined);
    if (report?.audit === undefined) return fine('nothing to look at');
    const { rows, fault } = report.audit;
    if (fault === undefined) return fine(`${rows} rows, the chain is whole`);
    return {
      note: `${rows} rows are whole`,
      findings: [
        {
          subject: 'audit',
          severity: 'error',
          message: `the audit was changed: ${fault}`,
          evidence: [`the chain holds up to row ${rows}`],
          remedy: 'compare it with a backup; whatever changed it had access to your files',
          command: 'luka audit verify',
        },
      ],
    };
  },
};
