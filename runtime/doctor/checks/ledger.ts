/** The ledger: opens, has a schema that this Luka knows, and every page of it is sound. */
import { formatBytes } from '#shared/nouns/size.ts';
import { MIGRATIONS } from '../../store/migrations/index.ts';
import { errorText, fine, type Check, type Found } from '../check.ts';

/** Checkpoints keep it at a few megabytes. */
const LARGE_WAL = 256_000_000;

export const ledgerCheck: Check = {
  id: 'ledger',
  title: 'Ledger',
  async examine({ layout, ledger, running, full }) {
    const file = layout.database;
    const restore = 'stop Luka, then restore a backup: luka restore <file>';
    const report = await ledger().catch((error: unknown) => errorText(error));
    if (report === undefined) return fine('none yet: it is made at the first start');
    if (typeof report === 'string')
      return {
        note: 'cannot be read',
        findings: [
          {
            subject: file,
            severity: 'error',
            message: 'the ledger cannot be read',
            evidence: [report],
            remedy: `${restore}; the file is set aside at the next start, never deleted`,
          },
        ],
      };
    const { faults, orphans, schema, walBytes, bytes, runs } = report;
    const findings: Found[] = [];
    if (faults.length > 0)
      findings.push({
        subject: file,
        severity: 'error',
        message: 'the ledger has damaged pages',
        evidence: faults.slice(0, 10),
        remedy: restore,
      });
    if (schema > MIGRATIONS.length)
      findings.push({
        subject: `${file} (schema)`,
        severity: 'error',
        message: `the ledger is of a newer Luka: schema ${schema}, and this one knows up to ${MIGRATIONS.length}`,
        evidence: [`user_version is ${schema}`],
        remedy: 'install the newer Luka again, or restore a backup of the older one',
      });
    else if (schema < MIGRATIONS.length && running === undefined)
      findings.push({
        subject: `${file} (schema)`,
        severity: 'info',
        message: `the ledger is of an older Luka: schema ${schema} of ${MIGRATIONS.length}`,
        evidence: [`user_version is ${schema}`],
        remedy: 'it is brought forward at the next start; make a backup before, if you may want to go back',
        command: 'luka backup',
      });
    if (orphans.length > 0)
      findings.push({
        subject: `${file} (rows)`,
        severity: 'error',
        message: 'rows of the ledger point to others that are not there',
        evidence: orphans.slice(0, 10),
        remedy: restore,
      });
    if (walBytes > LARGE_WAL)
      findings.push({
        subject: `${file}-wal`,
        severity: 'warning',
        message: `the write-ahead log has grown to ${formatBytes(walBytes)}: it is not being moved into the ledger`,
        evidence: [`${file}-wal: ${walBytes} bytes`],
        remedy: 'start Luka again, and end other programs that read the ledger',
      });
    return {
      findings,
      note: `${formatBytes(bytes)}, ${runs} runs, schema ${schema}, ${full ? 'integrity and foreign keys' : 'quick check'}`,
    };
  },
};
