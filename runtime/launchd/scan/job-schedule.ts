/** When a job runs, in words. launchd.plist(5). */
import { describeCron } from '../../schedule/describe-cron.ts';
import { has } from '../lint/job-words.ts';
import { entryOf, valueAt, type PlistDict, type PlistValue } from '../plist/plist-value.ts';

/** @returns such as `every 1 h`, `At 03:00`, `kept alive`; `on demand` where nothing starts it by itself */
export function scheduleWords(job: PlistDict): string[] {
  const words = [
    ...keptAlive(entryOf(job, 'KeepAlive')?.value),
    ...interval(entryOf(job, 'StartInterval')?.value),
    ...calendar(entryOf(job, 'StartCalendarInterval')?.value),
    ...folders(job, 'WatchPaths', 'when it changes'),
    ...folders(job, 'QueueDirectories', 'while it is not empty'),
    ...(isTrue(job, 'StartOnMount') ? ['when a volume is mounted'] : []),
    ...(isTrue(job, 'RunAtLoad') ? ['at login'] : []),
    ...(has(job, 'Sockets') || has(job, 'MachServices') ? ['when somebody connects'] : []),
  ];
  return words.length === 0 ? ['on demand'] : words;
}

function isTrue(job: PlistDict, key: string): boolean {
  const value = entryOf(job, key)?.value;
  return value?.kind === 'boolean' && value.value;
}

/** Whether launchd itself starts it again when it ends. */
export function isKeptAlive(job: PlistDict): boolean {
  return keptAlive(entryOf(job, 'KeepAlive')?.value).length > 0;
}

function keptAlive(value: PlistValue | undefined): string[] {
  if (value?.kind === 'boolean') return value.value ? ['kept alive'] : [];
  if (value?.kind !== 'dict') return [];
  const success = valueAt(value, ['SuccessfulExit']);
  if (success?.kind === 'boolean') return [success.value ? 'again after success' : 'again after failure'];
  const crashed = valueAt(value, ['Crashed']);
  if (crashed?.kind === 'boolean') return [crashed.value ? 'again after a crash' : 'again unless it crashed'];
  return ['kept alive under conditions'];
}

function interval(value: PlistValue | undefined): string[] {
  if (value?.kind !== 'integer') return [];
  const seconds = Number(value.value);
  for (const [length, unit] of [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
  ] as const)
    if (seconds >= length && seconds % length === 0) return [`every ${seconds / length} ${unit}`];
  return [`every ${seconds} s`];
}

/** A calendar of more moments than this is told by how many there are. */
const TOLD = 3;

function calendar(value: PlistValue | undefined): string[] {
  if (value === undefined) return [];
  const moments = (value.kind === 'array' ? value.items : [value]).filter((item) => item.kind === 'dict');
  const words = moments.slice(0, TOLD).map((moment) => describeCron(cronOf(moment)));
  return moments.length > TOLD ? [...words, `and ${moments.length - TOLD} more moments`] : words;
}

/** What is left out is any; Day and Weekday together are either, as for cron. */
function cronOf(moment: PlistDict): string {
  return ['Minute', 'Hour', 'Day', 'Month', 'Weekday']
    .map((key) => {
      const value = entryOf(moment, key)?.value;
      return value?.kind === 'integer' ? String(value.value) : '*';
    })
    .join(' ');
}

function folders(job: PlistDict, key: string, words: string): string[] {
  const list = entryOf(job, key)?.value;
  if (list?.kind !== 'array' || list.items.length === 0) return [];
  const [first] = list.items;
  const name = first?.kind === 'string' ? first.value : 'a folder';
  return [`${name}${list.items.length > 1 ? ` and ${list.items.length - 1} more` : ''}: ${words}`];
}
