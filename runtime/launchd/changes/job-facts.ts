/** What a change has to know of a job, out of its plist. */
import { dirname, isAbsolute, relative } from 'node:path';
import { argumentsOf, textAt } from '../lint/job-words.ts';
import { valueAt, type PlistDict, type PlistPath } from '../plist/plist-value.ts';
import { readPlist } from '../plist/read-plist.ts';

export interface JobFacts {
  readonly label: string;
  /** The plist's own `Disabled`. */
  readonly disabled: boolean;
  /** Whether launchd starts it as soon as it is loaded. */
  readonly startsAtLoad: boolean;
  /** Whether an end of it, even a good one, is no end. */
  readonly alwaysKept: boolean;
  readonly logs: readonly string[];
  /** TCP ports that launchd itself listens at for it. */
  readonly ports: readonly number[];
  readonly program: string | undefined;
}

/** @returns undefined where it is no job that launchd could load */
export function jobFactsOf(bytes: Uint8Array | undefined): JobFacts | undefined {
  if (bytes === undefined) return undefined;
  const { root, faults } = readPlist(bytes);
  if (root?.kind !== 'dict' || faults.length > 0) return undefined;
  const label = textAt(root, 'Label');
  if (label === undefined || label === '') return undefined;
  const kept = flagAt(root, 'KeepAlive');
  const keptFor = ['SuccessfulExit', 'Crashed'].some((key) => flagAt(root, 'KeepAlive', key) !== undefined);
  return {
    label,
    disabled: flagAt(root, 'Disabled') === true,
    startsAtLoad: flagAt(root, 'RunAtLoad') === true || kept === true || keptFor,
    alwaysKept: kept === true || flagAt(root, 'KeepAlive', 'SuccessfulExit') === true,
    logs: logsOf(root),
    ports: portsOf(root),
    program: textAt(root, 'Program') ?? argumentsOf(root)[0],
  };
}

function flagAt(root: PlistDict, ...path: PlistPath): boolean | undefined {
  const value = valueAt(root, path);
  return value?.kind === 'boolean' ? value.value : undefined;
}

function logsOf(root: PlistDict): string[] {
  const files = ['StandardOutPath', 'StandardErrorPath'].map((key) => textAt(root, key));
  return [...new Set(files.filter((file) => file !== undefined && isAbsolute(file)))] as string[];
}

/** Of numbered TCP sockets on this machine: names would need a services database. */
function portsOf(root: PlistDict): number[] {
  const sockets = valueAt(root, ['Sockets']);
  if (sockets?.kind !== 'dict') return [];
  const each = sockets.entries.flatMap(({ value }) => (value.kind === 'array' ? value.items : [value]));
  return each.flatMap((socket) => {
    if (socket.kind !== 'dict') return [];
    const type = textAt(socket, 'SockType');
    const port = valueAt(socket, ['SockServiceName']);
    const number = port?.kind === 'integer' || port?.kind === 'string' ? Number(port.value) : Number.NaN;
    const isTcp = type === undefined || type === 'stream';
    return isTcp && Number.isInteger(number) && number > 0 && number < 65_536 ? [number] : [];
  });
}

/** Folders of its logs that could be made: within the person's home only, for elsewhere a disk may be missing. */
export function logFoldersOf({ logs }: JobFacts, home: string): string[] {
  const folders = logs.map((file) => dirname(file));
  return [...new Set(folders)].filter((folder) => {
    const within = relative(home, folder);
    return within !== '' && !within.startsWith('..') && !isAbsolute(within) && !/[~$]/.test(within);
  });
}
