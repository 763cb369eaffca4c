/** Where the home lies: on a disk of this machine, in no folder that is copied elsewhere while SQLite writes in it. */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorText, NotHere, type Check, type Found, type Patient } from '../check.ts';
import { fileSystemOf, isNetwork } from '../file-system-of.ts';

/** Folders that a program keeps the same on several machines, by their names in a path. */
const SYNCED: readonly (readonly [RegExp, string])[] = [
  [/\/Library\/Mobile Documents(\/|$)/, 'iCloud Drive'],
  [/\/Library\/CloudStorage\/([^/-]+)/, 'a cloud provider of macOS'],
  [/\/Dropbox( \([^)]*\))?(\/|$)/, 'Dropbox'],
  [/\/OneDrive( - [^/]*)?(\/|$)/, 'OneDrive'],
  [/\/Google ?Drive(\/|$)/i, 'Google Drive'],
  [/\/(Nextcloud|ownCloud|pCloudDrive|MEGA|Syncthing)(\/|$)/, 'a synced folder'],
];
/** What such programs leave in the folder that they keep. */
const MARKERS: Readonly<Record<string, string>> = {
  '.dropbox': 'Dropbox',
  '.dropbox.cache': 'Dropbox',
  '.stfolder': 'Syncthing',
  '.sync_folder': 'a synced folder',
  '.owncloudsync.log': 'ownCloud',
  '.nextcloudsync.log': 'Nextcloud',
};

export const homePlaceCheck: Check = {
  id: 'place',
  title: 'Place of the home',
  async examine(patient) {
    const { root } = patient.layout;
    const real = await realpath(root).catch(() => undefined);
    if (real === undefined) throw new NotHere('there is no home yet');
    const findings: Found[] = [];
    const synced = await syncedBy(real);
    if (synced)
      findings.push({
        subject: root,
        severity: 'error',
        message: `the home lies in ${synced.by}, which may damage the ledger: it copies files while they are written`,
        evidence: [synced.seen],
        remedy: 'stop Luka, move the home to a folder of this machine only, and set LUKA_HOME to it',
      });
    const system = await fileSystem(patient, real);
    if (system !== undefined && isNetwork(system.type))
      findings.push({
        subject: `${root} (network)`,
        severity: 'error',
        message: 'the home lies on a network drive, where the locks of SQLite cannot be relied on',
        evidence: [`${system.path} is ${system.source}, ${system.type}`],
        remedy: 'stop Luka, move the home to a disk of this machine, and set LUKA_HOME to it',
      });
    if (real !== root && real.toLowerCase() === root.toLowerCase())
      findings.push({
        subject: `${root} (case)`,
        severity: 'info',
        message: 'the home is called by another case than it has',
        evidence: [`${root} is ${real}`],
        remedy: `call it ${real}: programs that compare paths take the two for different folders`,
      });
    findings.push(...(await clashes(patient)));
    return { findings, note: system === undefined ? real : `${system.type} at ${system.path}` };
  },
};

async function syncedBy(real: string): Promise<{ by: string; seen: string } | undefined> {
  const named = SYNCED.find(([pattern]) => pattern.test(real));
  if (named) return { by: named[1], seen: real };
  for (let folder = real; ; folder = dirname(folder)) {
    const names = await readdir(folder).catch(() => []);
    const marker = names.find((name) => Object.hasOwn(MARKERS, name));
    if (marker !== undefined) return { by: MARKERS[marker]!, seen: `${join(folder, marker)} is there` };
    if (folder === dirname(folder)) return undefined;
  }
}

/** Undefined where it cannot be told; mount(8) elsewhere than on Linux. */
async function fileSystem({ platform, run }: Patient, path: string): ReturnType<typeof fileSystemOf> {
  try {
    if (platform === 'linux')
      return fileSystemOf(await readFile('/proc/self/mountinfo', 'utf8'), path, 'mountinfo');
    return fileSystemOf(await run('/sbin/mount', []), path, 'mount');
  } catch (error) {
    throw new Error(`the mounts cannot be read (${errorText(error)})`, { cause: error });
  }
}

/** On a disk of macOS two such names are one file: a home that is moved there loses one of them. */
async function clashes({ layout }: Patient): Promise<Found[]> {
  const found: Found[] = [];
  for (const folder of [layout.tasks, layout.modules]) {
    const names = await readdir(folder).catch(() => []);
    const byName = Map.groupBy(names, (name) => name.toLowerCase());
    for (const same of byName.values()) {
      if (same.length < 2) continue;
      found.push({
        subject: join(folder, same[0]!),
        severity: 'warning',
        message: 'names that differ by case only are one file on most disks of a Mac',
        evidence: [`${folder}: ${same.join(', ')}`],
        remedy: 'rename one of them',
      });
    }
  }
  return found;
}
