/** Keys of a job that a task cannot have, or has otherwise. */
import { valueAt, type PlistDict } from '../plist/plist-value.ts';
import type { Notes } from './notes.ts';

/** What only launchd can give: without it the program would not do its work. */
const ONLY_LAUNCHD: Readonly<Record<string, string>> = {
  Sockets: 'launchd opens its sockets and hands them over',
  inetdCompatibility: 'launchd takes its connections',
  MachServices: 'launchd gives it its Mach services',
  RootDirectory: 'launchd gives it another root',
};
/** Carried over elsewhere, or of no meaning to a task. */
const KNOWN = new Set(
  (
    'Label Program ProgramArguments EnvironmentVariables WorkingDirectory StartInterval StartCalendarInterval RunAtLoad ' +
    'WatchPaths QueueDirectories StartOnMount KeepAlive ThrottleInterval StandardInPath UserName GroupName Nice ' +
    'ExitTimeOut Disabled LimitLoadToSessionType LimitLoadToHosts LimitLoadFromHosts EnableTransactions ' +
    'EnablePressuredExit EnableGlobbing OnDemand ServiceIPC AssociatedBundleIdentifiers Version'
  ).split(' '),
);
const TOLD: Readonly<Record<string, string>> = {
  LowPriorityIO: 'launchd lets others have the disk first; Luka does not',
  LowPriorityBackgroundIO: 'launchd lets others have the disk first; Luka does not',
  ProcessType: 'launchd runs it with less or more of the machine by its ProcessType; Luka as any program',
  Umask: 'launchd sets its umask; Luka leaves it as Luka’s own',
  AbandonProcessGroup: 'launchd leaves its children running when it ends; Luka ends them with it',
  SessionCreate: 'launchd gives it a session of its own; Luka does not',
  LaunchOnlyOnce: 'launchd starts it once in a login; Luka at each of its times',
  SoftResourceLimits: 'launchd sets limits of what it may use; see "limits" of the task',
  HardResourceLimits: 'launchd sets limits of what it may use; see "limits" of the task',
};

export interface RestDraft {
  readonly grace?: string;
  /** What stands before the program. */
  readonly before: readonly string[];
}

/** @param user who Luka runs as, where it is known */
export function planRest(job: PlistDict, notes: Notes, user: string | undefined): RestDraft {
  for (const { key } of job.entries) {
    const needs = ONLY_LAUNCHD[key];
    if (needs !== undefined)
      notes.find('adopt_needs_launchd', 'error', [key], needs, 'leave this agent to launchd');
    else if (TOLD[key] !== undefined) notes.change(TOLD[key]);
    else if (key === 'StandardOutPath' || key === 'StandardErrorPath')
      notes.change('what it prints is kept in Luka’s log of each run, not in its own file');
    else if (!KNOWN.has(key))
      notes.find('adopt_key', 'warning', [key], `"${key}" is not carried over`, 'look whether it is missed');
  }
  checkUser(job, notes, user);
  if (valueAt(job, ['StandardInPath']) !== undefined)
    notes.find(
      'adopt_input',
      'warning',
      ['StandardInPath'],
      'a task reads no input',
      'let a script read the file',
    );
  const exit = valueAt(job, ['ExitTimeOut']);
  const grace = exit?.kind === 'integer' && exit.value > 0n ? { grace: `${exit.value}s` } : {};
  return { ...grace, before: planNice(job, notes) };
}

function checkUser(job: PlistDict, notes: Notes, user: string | undefined): void {
  const value = valueAt(job, ['UserName']);
  if (value?.kind === 'string' && value.value !== user)
    notes.find('adopt_user', 'error', ['UserName'], `it runs as ${value.value}`, 'leave it to launchd');
  if (valueAt(job, ['GroupName']) !== undefined)
    notes.find(
      'adopt_user',
      'warning',
      ['GroupName'],
      'the task runs with your own group',
      'look whether it matters',
    );
}

function planNice(job: PlistDict, notes: Notes): string[] {
  const value = valueAt(job, ['Nice']);
  if (value === undefined) return [];
  const nice = value.kind === 'integer' ? Number(value.value) : 0;
  if (nice > 0 && nice <= 20) return ['/usr/bin/nice', '-n', String(nice)];
  if (nice !== 0)
    notes.find('adopt_nice', 'warning', ['Nice'], 'only root can raise a priority', 'leave it out');
  return [];
}
