/** What a crash or a power cut left in the home: half-written files, scratch of runs that are over, half-made releases. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { undefinedWhereGone } from '../../home/atomic-file.ts';
import { isAlive } from '../../runs/processes/is-alive.ts';
import { many } from '../many.ts';
import { fine, type Check, type Found, type Patient } from '../check.ts';

/** What is younger may still be being written. */
const SETTLED_MS = 3_600_000;
/** `settings.json.4711.0123456789ab.tmp`: the second word is the process that wrote it. */
const TEMPORARY = /\.(\d+)(\.[0-9a-f]{12})?\.tmp$/;

interface Kind {
  readonly subject: string;
  readonly message: (count: number) => string;
  readonly find: (patient: Patient) => Promise<string[]>;
}

/** Of no use to anybody: these are removed. */
const KINDS: readonly Kind[] = [
  {
    subject: 'temporary',
    message: (count) =>
      `${many(count, 'half-written file was', 'half-written files were')} left by processes that are gone`,
    find: temporaryFiles,
  },
  {
    subject: 'scratch',
    message: (count) => `${many(count, 'folder is', 'folders are')} scratch of runs that are over`,
    find: scratchFolders,
  },
  {
    subject: 'staged',
    message: (count) => `${many(count, 'release was', 'releases were')} begun and never finished`,
    find: stagedReleases,
  },
];

export const leftoversCheck: Check = {
  id: 'leftovers',
  title: 'Leftovers',
  async examine(patient) {
    const findings: Found[] = [];
    for (const { subject, message, find } of KINDS) {
      const paths = await find(patient);
      if (paths.length === 0) continue;
      findings.push({
        subject,
        severity: 'info',
        message: message(paths.length),
        evidence: paths.slice(0, 10),
        remedy: 'they are of no use, and can be removed',
        mend: 'remove them',
      });
    }
    const kept = await keptCopies(patient);
    if (kept.length > 0)
      findings.push({
        subject: 'copies',
        severity: 'info',
        message: `${many(kept.length, 'copy of a home or a database was', 'copies of homes or databases were')} kept when another took the place`,
        evidence: kept,
        remedy: 'remove them yourself once you are sure that nothing in them is needed',
      });
    return findings.length === 0 ? fine('none') : { findings, note: many(findings.length, 'kind', 'kinds') };
  },
  async mend(patient, { subject }) {
    const paths = (await KINDS.find((kind) => kind.subject === subject)?.find(patient)) ?? [];
    for (const path of paths) await rm(path, { recursive: true, force: true });
    return `${paths.length} removed`;
  },
};

async function temporaryFiles({ layout, now }: Patient): Promise<string[]> {
  const folders = [layout.root, layout.tasks, layout.secrets.folder, layout.snapshots, layout.releases.luka];
  return settled(folders, now, (name) => {
    const pid = TEMPORARY.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
}

async function scratchFolders({ layout, ledger, now }: Patient): Promise<string[]> {
  // Without the ledger nobody knows which runs go.
  const report = await ledger().catch(() => undefined);
  if (report === undefined) return [];
  const active = new Set(report.active);
  return settled([layout.scratch], now, (name) => /^\d+$/.test(name) && !active.has(Number(name)));
}

async function stagedReleases({ layout, now }: Patient): Promise<string[]> {
  const { modules, luka } = layout.releases;
  const names = await readdir(modules).catch(() => []);
  return settled([luka, ...names.map((name) => join(modules, name))], now, (name) =>
    name.startsWith('.staged-'),
  );
}

/** Entries of the folders with such names that nobody has touched for a while. */
async function settled(
  folders: readonly string[],
  now: number,
  isOne: (name: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders)
    for (const name of (await readdir(folder).catch(() => [])).filter(isOne)) {
      const stat = await lstat(join(folder, name)).catch(undefinedWhereGone);
      if (stat !== undefined && now - stat.mtimeMs > SETTLED_MS) found.push(join(folder, name));
    }
  return found;
}

/** Nobody but the person knows whether something in them is still wanted. */
async function keptCopies({ layout }: Patient): Promise<string[]> {
  const { root } = layout;
  const beside = (await readdir(dirname(root)).catch(() => [])).filter((name) =>
    name.startsWith(`${basename(root)}.before-`),
  );
  const inside = (await readdir(root).catch(() => [])).filter((name) =>
    /^(luka|knowledge|telemetry)\.db\.corrupt-[^.]*$/.test(name),
  );
  return [...beside.map((name) => join(dirname(root), name)), ...inside.map((name) => join(root, name))];
}
