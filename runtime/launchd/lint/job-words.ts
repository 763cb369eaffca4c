/** Short ways to what rules ask of a job. */
import { basename, isAbsolute } from 'node:path';
import { entryOf, valueAt, type PlistDict, type PlistPath, type PlistValue } from '../plist/plist-value.ts';

export function textAt(job: PlistDict, ...path: PlistPath): string | undefined {
  const value = valueAt(job, path);
  return value?.kind === 'string' ? value.value : undefined;
}

export function has(job: PlistDict, key: string): boolean {
  return entryOf(job, key) !== undefined;
}

export function isOn(job: PlistDict, ...path: PlistPath): boolean {
  const value = valueAt(job, path);
  return value?.kind === 'boolean' && value.value;
}

/** Program and arguments, as far as they are texts. */
export function argumentsOf(job: PlistDict): string[] {
  const value = valueAt(job, ['ProgramArguments']);
  if (value?.kind !== 'array') return [];
  return value.items.map((item) => (item.kind === 'string' ? item.value : ''));
}

/** What launchd starts: `Program`, else the first of `ProgramArguments`. */
export function programOf(job: PlistDict): { text: string; path: PlistPath } | undefined {
  const program = textAt(job, 'Program');
  if (program !== undefined) return { text: program, path: ['Program'] };
  const first = textAt(job, 'ProgramArguments', 0);
  return first === undefined ? undefined : { text: first, path: ['ProgramArguments', 0] };
}

const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish']);

/** The index of the argument that a shell reads as a program of its own (`sh -c '…'`). */
export function shellLineAt(job: PlistDict): number | undefined {
  const args = argumentsOf(job);
  const program = programOf(job)?.text ?? '';
  if (!SHELLS.has(basename(program))) return undefined;
  const option = args.findIndex((arg, at) => at > 0 && /^-[a-z]*c$/.test(arg));
  return option === -1 ? undefined : option + 1;
}

const INTERPRETERS =
  /^(?:(?:ba|z|da|k)?sh|fish|python[\d.]*|node|deno|bun|ruby|perl[\d.]*|php|osascript|tclsh|lua)$/;

/** The file that an interpreter is told to run: its first argument, where that is a path and no option stands before. */
export function scriptOf(job: PlistDict): { text: string; path: PlistPath; reader: string } | undefined {
  const reader = basename(programOf(job)?.text ?? '');
  if (!INTERPRETERS.test(reader)) return undefined;
  const args = argumentsOf(job);
  // Options that take no value and leave the next argument what it is.
  const at = args.findIndex((arg, index) => index > 0 && !/^-[Ouxlisv]$/.test(arg));
  const text = args[at];
  return text !== undefined && isAbsolute(text)
    ? { text, path: ['ProgramArguments', at], reader }
    : undefined;
}

/** Keys of a job that hold a path, with what they hold. */
export function pathsOf(job: PlistDict): { path: PlistPath; text: string }[] {
  const found: { path: PlistPath; text: string }[] = [];
  for (const key of [
    'Program',
    'WorkingDirectory',
    'RootDirectory',
    'StandardInPath',
    'StandardOutPath',
    'StandardErrorPath',
  ]) {
    const text = textAt(job, key);
    if (text !== undefined) found.push({ path: [key], text });
  }
  return [...found, ...watchedOf(job)];
}

/** What a job watches, of either key. */
export function watchedOf(job: PlistDict): { path: PlistPath; text: string }[] {
  return ['WatchPaths', 'QueueDirectories'].flatMap((key) => {
    const list = valueAt(job, [key]);
    if (list?.kind !== 'array') return [];
    return list.items.flatMap((item, at) =>
      item.kind === 'string' ? [{ path: [key, at], text: item.value }] : [],
    );
  });
}

/** Each moment of StartCalendarInterval, which is one dictionary or a list of them. */
export function calendarsOf(job: PlistDict): { path: PlistPath; value: PlistValue }[] {
  const value = entryOf(job, 'StartCalendarInterval')?.value;
  if (value === undefined) return [];
  if (value.kind !== 'array') return [{ path: ['StartCalendarInterval'], value }];
  return value.items.map((item, at) => ({ path: ['StartCalendarInterval', at], value: item }));
}

/** Whether it is a job of the system (a LaunchDaemon) by the folder that its file is in. */
export function isDaemon(file: string | undefined): boolean {
  return file !== undefined && file.includes('/LaunchDaemons/');
}

/** A sample is not loaded: what would be wrong with it as a job of launchd is not wrong yet. */
export function isSample(file: string | undefined): boolean {
  return file !== undefined && file.endsWith('.sample');
}

/** Whether file names and `launchctl print gui/<uid>/<label>` can carry it. */
export function isPlainLabel(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,199}$/.test(text) && !text.includes('..');
}
