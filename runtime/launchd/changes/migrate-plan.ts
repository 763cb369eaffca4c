/** A LaunchAgent as a LaunchDaemon: it runs without anybody logged in, as the person it was of. */
import { basename, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { valueAt } from '../plist/plist-value.ts';
import { readPlist } from '../plist/read-plist.ts';
import { removeFromPlist, setInPlist } from '../plist/edit-xml-plist.ts';
import { bytesOf, type ChangePlan, type FileImage } from './change-plan.ts';
import { jobFactsOf } from './job-facts.ts';
import type { LaunchdView } from './launchd-view.ts';
import { lookAtJob, refuseForeign } from './plan-change.ts';
import { readImage, type PlistFolder } from './plist-files.ts';

/** @returns the daemon's text. @throws LukaError agent_invalid */
export function daemonTextOf(image: FileImage, user: string): string {
  const { root, text } = readPlist(bytesOf(image)!);
  if (root?.kind !== 'dict') throw new LukaError('agent_invalid', { message: 'it is no job' });
  let daemon = setInPlist(text, ['UserName'], { kind: 'string', value: user });
  // What only a session at the screen understands.
  for (const key of ['LimitLoadToSessionType', 'Disabled'])
    if (valueAt(root, [key]) !== undefined) daemon = removeFromPlist(daemon, [key]);
  return daemon;
}

/** @param daemon the folder of LaunchDaemons */
export async function planMigration(options: {
  readonly view: LaunchdView;
  readonly file: string;
  readonly image: FileImage;
  readonly agent: PlistFolder;
  readonly daemon: PlistFolder;
  readonly user: string;
}): Promise<ChangePlan> {
  const { view, file, image, agent, daemon, user } = options;
  const facts = jobFactsOf(bytesOf(image));
  if (!facts) throw new LukaError('agent_invalid', { message: 'it is no job that launchd could load' });
  const path = join(daemon.path, basename(file));
  if (await readImage(path)) throw new LukaError('agent_exists', { message: `${path} is there already` });
  const { label } = facts;
  const here = { domain: agent.domain, label, path: file };
  const there = { domain: daemon.domain, label, path };
  await refuseForeign(view, here);
  await refuseForeign(view, there);
  const before = await lookAtJob(view, here, image);
  const stored = await view.storedDisabled(agent.domain, label);
  const bytes = Buffer.from(daemonTextOf(image, user)).toString('base64');
  return {
    action: 'migrate',
    label,
    file: path,
    files: [
      { path: file, before: image, after: null },
      // launchd takes daemons of root only: wheel is group 0.
      { path, before: null, after: { bytes, mode: 0o644, uid: 0, gid: 0 } },
    ],
    jobs: [
      { ...here, before, after: { loaded: false, disabled: stored ?? false } },
      { ...there, before: await lookAtJob(view, there, null), after: { loaded: true, disabled: false } },
    ],
    folders: [],
    restart: false,
  };
}

/** What a person runs as root where Luka does not: each may be repeated. @param staged the daemon's plist, readable */
export function rootCommandsOf(plan: ChangePlan, staged: string): string[] {
  const [from, to] = plan.files;
  const [agent, daemon] = plan.jobs;
  if (!from || !to || !agent || !daemon) throw new Error('it is no plan of a migration');
  return [
    `sudo install -o root -g wheel -m 0644 ${quoted(staged)} ${quoted(to.path)}`,
    ...(agent.before.loaded ? [`launchctl bootout ${quoted(`${agent.domain}/${agent.label}`)}`] : []),
    `rm ${quoted(from.path)}`,
    `sudo launchctl enable ${quoted(`${daemon.domain}/${daemon.label}`)}`,
    `sudo launchctl bootstrap ${daemon.domain} ${quoted(to.path)}`,
    `sudo launchctl print ${quoted(`${daemon.domain}/${daemon.label}`)}`,
  ];
}

function quoted(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
