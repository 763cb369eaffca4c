/** When the last backup was made, and whether it is still there. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { undefinedWhereGone } from '../../home/atomic-file.ts';
import { readLastBackup } from '../../backup/last-backup.ts';
import { isArchiveName } from '../../backup/own-archives.ts';
import { fine, type Check, type Patient } from '../check.ts';

const DAY = 86_400_000;
const OLD_DAYS = 30;

export const backupCheck: Check = {
  id: 'backup',
  title: 'Backups',
  async examine(patient) {
    const { layout, now } = patient;
    const noted = await readLastBackup(layout);
    const newest = await newestInHome(patient);
    const isThere = noted !== undefined && (await stat(noted.file).catch(undefinedWhereGone)) !== undefined;
    const known = [...(noted && isThere ? [{ file: noted.file, at: Date.parse(noted.at) }] : []), ...newest];
    const last = known.toSorted((a, b) => b.at - a.at)[0];
    if (last !== undefined && now - last.at <= OLD_DAYS * DAY)
      return fine(`${new Date(last.at).toISOString().slice(0, 10)}, ${last.file}`);
    const report = await patient.ledger().catch(() => undefined);
    if (last === undefined && (report?.runs ?? 0) === 0) return fine('nothing to back up yet');
    const gone = noted && !isThere ? [`${noted.file}, made ${noted.at}, is not there now`] : [];
    return {
      note:
        last === undefined ? 'none' : `the last one is of ${new Date(last.at).toISOString().slice(0, 10)}`,
      findings: [
        {
          subject: 'backup',
          severity: last === undefined && gone.length === 0 ? 'info' : 'warning',
          message:
            last === undefined
              ? 'there is no backup of this home'
              : `the last backup is ${Math.floor((now - last.at) / DAY)} days old`,
          evidence: [...gone, ...(last ? [last.file] : [`none in ${layout.backups}`])],
          remedy: 'make one now, best on another disk',
          command: 'luka backup',
        },
      ],
    };
  },
};

/** Backups that were given no other place. */
async function newestInHome({ layout }: Patient): Promise<{ file: string; at: number }[]> {
  const folder = layout.backups;
  const names = (await readdir(folder).catch(() => [])).filter(isArchiveName);
  return Promise.all(
    names.map(async (name) => ({ file: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
  );
}
