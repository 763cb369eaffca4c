/** What starts an agent, as the triggers of a task. */
import { valueAt, type PlistDict } from '../plist/plist-value.ts';
import type { Notes } from './notes.ts';
import { planCalendar } from './plan-calendar.ts';

export type TriggerDraft = Readonly<Record<string, unknown>>;

export interface TriggerPlan {
  readonly triggers: readonly TriggerDraft[];
  readonly catchUp?: unknown;
}

/** @param isFolder whether a path is a folder now */
export function planTriggers(
  job: PlistDict,
  notes: Notes,
  expand: (text: string) => string,
  isFolder: (path: string) => boolean,
): TriggerPlan {
  const every = planInterval(job, notes);
  const crons = planCalendar(job, notes);
  const triggers: TriggerDraft[] = [
    ...every.map((text) => ({ every: text })),
    ...crons.map((cron) => ({ cron })),
    ...planStart(job, notes),
    ...planPaths(job, notes, expand, isFolder),
    ...planMount(job, notes, expand),
  ];
  return { triggers, catchUp: planCatchUp(every.length > 0, crons.length > 0, notes) };
}

function planInterval(job: PlistDict, notes: Notes): string[] {
  const value = valueAt(job, ['StartInterval']);
  if (value === undefined) return [];
  if (value.kind !== 'integer' || value.value < 1n) {
    notes.find('adopt_schedule', 'error', ['StartInterval'], 'it is no number of seconds', 'mend it');
    return [];
  }
  notes.change(
    'launchd counts StartInterval from when it loaded the agent; Luka counts from fixed moments, so that a restart shifts nothing',
  );
  return [`${value.value}s`];
}

function planStart(job: PlistDict, notes: Notes): TriggerDraft[] {
  const value = valueAt(job, ['RunAtLoad']);
  if (value?.kind !== 'boolean' || !value.value) return [];
  notes.change('launchd starts it when you log in; Luka starts it when Luka starts');
  return [{ startup: {} }];
}

function planPaths(
  job: PlistDict,
  notes: Notes,
  expand: (text: string) => string,
  isFolder: (path: string) => boolean,
): TriggerDraft[] {
  return (['WatchPaths', 'QueueDirectories'] as const).flatMap((key) => {
    const list = valueAt(job, [key]);
    if (list === undefined) return [];
    const items = list.kind === 'array' ? list.items : [];
    if (list.kind !== 'array')
      notes.find('adopt_value', 'error', [key], 'it is no list of paths', 'mend it, then import again');
    return items.flatMap((item, at): TriggerDraft[] => {
      const path = item.kind === 'string' ? expand(item.value) : '';
      if (!path.startsWith('/') || /[*?[\]{}]/.test(path)) {
        const message = 'it is no absolute path that can be watched';
        notes.find('adopt_watch', 'warning', [key, at], message, 'add a "file" trigger to the task');
        return [];
      }
      if (key === 'QueueDirectories') {
        notes.change(
          'launchd starts it again and again while a queue folder holds anything; Luka starts it once for each new file',
        );
        return [{ file: `${trimSlash(path)}/*`, on: ['created'] }];
      }
      notes.change('launchd also starts it when a watched file is deleted; Luka does not');
      return [{ file: isFolder(path) ? `${trimSlash(path)}/*` : path }];
    });
  });
}

function trimSlash(path: string): string {
  return path.replace(/\/+$/, '');
}

/** launchd means any volume; a trigger names one: the one that the job itself works on. */
function planMount(job: PlistDict, notes: Notes, expand: (text: string) => string): TriggerDraft[] {
  const value = valueAt(job, ['StartOnMount']);
  if (value?.kind !== 'boolean' || !value.value) return [];
  const names = new Set<string>();
  const list = valueAt(job, ['ProgramArguments']);
  const texts = [
    ...(list?.kind === 'array' ? list.items : []),
    valueAt(job, ['Program']),
    valueAt(job, ['WorkingDirectory']),
  ];
  for (const text of texts) {
    if (text?.kind !== 'string') continue;
    for (const [, name] of expand(text.value).matchAll(/\/Volumes\/([^/'":\s]+)/g)) names.add(name!);
  }
  if (names.size === 0) {
    notes.find(
      'adopt_mount',
      'warning',
      ['StartOnMount'],
      'launchd starts it for any volume; Luka starts tasks for volumes that are named, and none is here',
      'add "- volume: <name>" to the triggers of the task',
    );
    return [];
  }
  notes.change(`launchd starts it for any volume that is mounted; Luka for ${[...names].join(', ')}`);
  return [...names].map((volume) => ({ volume }));
}

/** As launchd does it, and no more. */
function planCatchUp(interval: boolean, calendar: boolean, notes: Notes): unknown {
  if (!interval && !calendar) return undefined;
  // One rule for all of a task's triggers: that of the calendar, where there is one.
  if (!calendar) return 'skip';
  notes.change(
    'launchd starts it once after sleep for all calendar times that passed meanwhile, and not at all for those while it was off; the task does the same ("catchUp"), and Luka lists them all',
  );
  return { sleep: 'latest', downtime: 'skip' };
}
