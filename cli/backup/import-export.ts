/** `luka import` of what `luka export` made: shown first, and nothing that is here is lost. */
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { SettingsPatch } from '#shared/nouns/settings.ts';
import { applyMerge, type Merged } from '#runtime/backup/apply-merge.ts';
import type { Manifest } from '#runtime/backup/manifest.ts';
import { planMerge, type MergePlan } from '#runtime/backup/plan-merge.ts';
import { readBackup } from '#runtime/backup/read-backup.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import type { Session } from '../session.ts';
import { safeText } from '../table.ts';

export interface MergeOptions {
  readonly apply?: boolean;
  readonly replace?: boolean;
  readonly withSettings?: boolean;
  readonly withPolicy?: boolean;
}

/** Whether a file is a packed one (RFC 1952: 1f 8b), and no list of jobs. */
export async function isArchive(file: string): Promise<boolean> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === 0x1f8b;
  } catch {
    // Told by whoever reads it as a list.
    return false;
  }
}

export async function importExport(session: Session, file: string, options: MergeOptions): Promise<void> {
  const layout = homeLayout(session.home);
  const folder = await mkdtemp(join(dirname(session.home), '.luka-import-'));
  try {
    const unpacked = join(folder, 'home');
    const manifest = await readBackup(file, unpacked);
    const plan = await planMerge(layout, manifest);
    if (options.apply !== true) return await showPlan(session, file, manifest, plan);
    const merged = await applyMerge(
      layout,
      { unpacked, manifest, plan },
      { replace: options.replace === true, now: new Date() },
    );
    const settings =
      options.withSettings === true && plan.settings && (await takeSettings(session, unpacked));
    const policy = options.withPolicy === true && plan.policy && (await takePolicy(session, unpacked));
    await tell(session, merged, { settings, policy });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function showPlan(session: Session, file: string, manifest: Manifest, plan: MergePlan): Promise<void> {
  const { terminal } = session;
  if (session.json) return terminal.json({ ...plan, from: manifest.host, at: manifest.at, applied: false });
  const words = { new: 'new', same: 'same', other: 'other' } as const;
  for (const { path, state } of plan.files)
    if (!path.startsWith('releases/')) await terminal.print(`${words[state].padEnd(6)} ${safeText(path)}`);
  const others = plan.files.filter(({ state }) => state === 'other').length;
  await terminal.note(
    `nothing was changed; take the new ones with: luka import ${file} --apply` +
      (others === 0 ? '' : `; --replace takes the ${others} others, too, and keeps those that are here`) +
      (plan.settings ? '; --with-settings, --with-policy take those' : ''),
  );
}

/** Ports stay: those of another machine are not this one's. */
async function takeSettings({ client }: Session, unpacked: string): Promise<boolean> {
  const raw = JSON.parse(await readFile(join(unpacked, 'settings.json'), 'utf8')) as Record<string, unknown>;
  const { apiPort: _api, uiPort: _ui, ...rest } = raw;
  const patch = SettingsPatch.safeParse(rest);
  if (!patch.success)
    throw new LukaError('settings_invalid', {
      message: 'the settings in the export are not valid here',
      cause: patch.error,
    });
  await client.updateSettings({ body: patch.data });
  return true;
}

async function takePolicy({ client }: Session, unpacked: string): Promise<boolean> {
  const { hash } = await client.getPolicy();
  await client.setPolicy({ body: { text: await readFile(join(unpacked, 'policy.yaml'), 'utf8'), hash } });
  return true;
}

async function tell(
  session: Session,
  merged: Merged,
  also: { settings: boolean; policy: boolean },
): Promise<void> {
  const { terminal } = session;
  if (session.json) return terminal.json({ ...merged, ...also, applied: true });
  const count = (paths: readonly string[]): number =>
    paths.filter((path) => !path.startsWith('releases/')).length;
  await terminal.print(
    `${count(merged.added)} added, ${count(merged.replaced)} replaced, ${count(merged.left)} left as they are` +
      (also.settings ? ', settings taken' : '') +
      (also.policy ? ', policy taken' : ''),
  );
  if (merged.kept !== undefined) await terminal.note(`those that were replaced are kept in ${merged.kept}`);
  if (merged.left.length > 0) await terminal.note('take them with --replace: those that are here are kept');
}
