/** The plists that a Mac which never sleeps has besides: caffeinate's, and agents made daemons. */
import { setInPlist, removeFromPlist } from '../../launchd/plist/edit-xml-plist.ts';
import { entryOf, valueAt, type PlistDict, type PlistValue } from '../../launchd/plist/plist-value.ts';
import { readXmlPlist } from '../../launchd/plist/read-xml-plist.ts';
import { writeXmlPlist } from '../../launchd/plist/write-xml-value.ts';

export const CAFFEINATE_LABEL = 'com.02luka.caffeinate';

/** `-i` idle, `-m` disk, `-s` system on AC power: caffeinate(8). */
export function caffeinatePlist(program: string): string {
  const entries: [string, PlistValue][] = [
    ['Label', text(CAFFEINATE_LABEL)],
    ['ProgramArguments', { kind: 'array', items: [text(program), text('-ims')] }],
    ['RunAtLoad', { kind: 'boolean', value: true }],
    ['KeepAlive', { kind: 'boolean', value: true }],
    ['ProcessType', text('Background')],
  ];
  return writeXmlPlist({ kind: 'dict', entries: entries.map(([key, value]) => ({ key, value })) });
}

/**
 * The plist of an agent as that of a daemon which runs as the person. All else stays as its author wrote it.
 * @throws RangeError where the text is no job
 */
export function daemonOf(plist: string, person: { name: string; home: string }): string {
  let changed = setInPlist(plist, ['UserName'], text(person.name));
  const job = jobOf(changed);
  // A session at the screen is what a daemon does without.
  if (entryOf(job, 'LimitLoadToSessionType')) changed = removeFromPlist(changed, ['LimitLoadToSessionType']);
  const given = valueAt(job, ['EnvironmentVariables']);
  // launchd tells an agent whose home it is, and a daemon not.
  const home = text(person.home);
  if (given?.kind !== 'dict')
    changed = setInPlist(changed, ['EnvironmentVariables'], {
      kind: 'dict',
      entries: [{ key: 'HOME', value: home }],
    });
  else if (!entryOf(given, 'HOME')) changed = setInPlist(changed, ['EnvironmentVariables', 'HOME'], home);
  return changed;
}

/** @throws RangeError */
export function labelOf(plist: string): string | undefined {
  const value = valueAt(jobOf(plist), ['Label']);
  return value?.kind === 'string' ? value.value : undefined;
}

function jobOf(plist: string): PlistDict {
  const { root } = readXmlPlist(plist);
  if (root?.kind === 'dict') return root;
  throw new RangeError('this plist has no job in it');
}

function text(value: string): PlistValue {
  return { kind: 'string', value };
}
