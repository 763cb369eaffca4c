/** A job as launchd takes it from its plist. Part of the stand-in: never ships. */
import { readFileSync, statSync } from 'node:fs';
import { readPlist } from '../plist/read-plist.ts';
import { valueAt, type PlistDict, type PlistPath } from '../plist/plist-value.ts';

export interface StandinJob {
  readonly path: string;
  readonly label: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly out?: string | undefined;
  readonly err?: string | undefined;
  readonly keepAlive:
    boolean | { readonly onSuccess?: boolean | undefined; readonly onCrash?: boolean | undefined };
  readonly runAtLoad: boolean;
  /** Seconds. */
  readonly startInterval?: number | undefined;
  readonly isScheduled: boolean;
  /** Seconds. */
  readonly throttle: number;
  /** Seconds. */
  readonly exitTimeout: number;
  /** LimitLoadToSessionType; absent is Aqua. */
  readonly sessions: readonly string[];
  /** The plist's own word; the store goes before it. */
  readonly disabled: boolean;
}

/** @returns the job, or the code that launchctl ends with where the plist cannot be taken */
export function readStandinJob(path: string): StandinJob | number {
  let bytes: Uint8Array;
  try {
    const stats = statSync(path);
    if ((stats.mode & 0o022) !== 0 || ![0, process.getuid?.()].includes(stats.uid)) return 122;
    bytes = readFileSync(path);
  } catch {
    return 5;
  }
  const { root, faults } = readPlist(bytes);
  if (root?.kind !== 'dict' || faults.length > 0) return 5;
  return jobOf(root, path) ?? 5;
}

function jobOf(root: PlistDict, path: string): StandinJob | undefined {
  const text = (...at: PlistPath) => {
    const value = valueAt(root, at);
    return value?.kind === 'string' ? value.value : undefined;
  };
  const flag = (...at: PlistPath) => {
    const value = valueAt(root, at);
    return value?.kind === 'boolean' ? value.value : undefined;
  };
  const number = (key: string) => {
    const value = valueAt(root, [key]);
    return value?.kind === 'integer' ? Number(value.value) : undefined;
  };
  const label = text('Label');
  const args = textsOf(root, 'ProgramArguments');
  const program = text('Program') ?? args[0];
  if (label === undefined || label === '' || program === undefined) return undefined;
  return {
    path,
    label,
    program,
    args: args.length > 0 ? args : [program],
    cwd: text('WorkingDirectory'),
    env: environmentOf(root),
    out: text('StandardOutPath'),
    err: text('StandardErrorPath'),
    keepAlive:
      valueAt(root, ['KeepAlive'])?.kind === 'dict'
        ? { onSuccess: flag('KeepAlive', 'SuccessfulExit'), onCrash: flag('KeepAlive', 'Crashed') }
        : (flag('KeepAlive') ?? false),
    runAtLoad: flag('RunAtLoad') ?? false,
    startInterval: number('StartInterval'),
    isScheduled: valueAt(root, ['StartCalendarInterval']) !== undefined,
    throttle: number('ThrottleInterval') ?? 10,
    exitTimeout: number('ExitTimeOut') ?? 5,
    sessions: text('LimitLoadToSessionType')?.split(' ') ?? orAqua(textsOf(root, 'LimitLoadToSessionType')),
    disabled: flag('Disabled') ?? false,
  };
}

function orAqua(sessions: readonly string[]): readonly string[] {
  return sessions.length === 0 ? ['Aqua'] : sessions;
}

function textsOf(root: PlistDict, key: string): string[] {
  const value = valueAt(root, [key]);
  if (value?.kind !== 'array') return [];
  return value.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

function environmentOf(root: PlistDict): Record<string, string> {
  const value = valueAt(root, ['EnvironmentVariables']);
  if (value?.kind !== 'dict') return {};
  return Object.fromEntries(
    value.entries.flatMap(({ key, value: of }) => (of.kind === 'string' ? [[key, of.value]] : [])),
  );
}

/** Whether launchd starts it as soon as it is loaded. A KeepAlive that asks for an exit implies RunAtLoad (launchd.plist(5)). */
export function startsAtLoad({ runAtLoad, keepAlive }: StandinJob): boolean {
  return (
    runAtLoad ||
    keepAlive === true ||
    (typeof keepAlive === 'object' && (keepAlive.onSuccess !== undefined || keepAlive.onCrash !== undefined))
  );
}
