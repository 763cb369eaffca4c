/** The clock, against the ledger: absurd, or set back behind what was written already. */
import type { Check } from '../check.ts';
import { clockFault } from '../clock-faults.ts';

export const clockCheck: Check = {
  id: 'clock',
  title: 'Clock',
  async examine({ now, ledger }) {
    const report = await ledger().catch(() => undefined);
    const fault = clockFault(now, report?.newestAt);
    const note = new Date(now).toISOString();
    if (fault === undefined) return { findings: [], note };
    return {
      note,
      findings: [
        {
          subject: 'clock',
          severity: fault.kind === 'absurd' ? 'error' : 'warning',
          message: fault.message,
          evidence: [...fault.evidence],
          remedy:
            fault.kind === 'absurd'
              ? 'set the clock: Luka does not start before, since what it wrote would be removed as old'
              : 'see whether the clock is right; what is due meanwhile was entered already and is not run twice',
        },
      ],
    };
  },
};
