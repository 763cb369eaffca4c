/**
 * The whole conversation between the window and the main process: name to signature. The page reaches the API through
 * `app://luka/api`, so only what a page cannot do by HTTP is here. What arguments must look like is in `arguments.ts`, which
 * the sandboxed preload does not need.
 */
import type { UpdateState } from './updates.ts';

/** What macOS says of launching at login (SMAppService). Elsewhere only the first and the last of them come. */
export const LOGIN_STATUSES = ['enabled', 'requires-approval', 'not-found', 'not-registered'] as const;
export type LoginStatus = (typeof LOGIN_STATUSES)[number];

export interface HostFacts {
  readonly host: 'desktop';
  readonly platform: string;
  readonly version: string;
  /** The process of the Luka without a window that is shown here, where there is one. */
  readonly attachedTo: number | null;
}
export interface LoginFacts {
  /** Null where the system has no such thing. */
  readonly status: LoginStatus | null;
  /** A person was asked once, or has chosen by themselves. */
  readonly asked: boolean;
}
export interface FindResult {
  /** From 1; 0 where nothing was found. */
  readonly active: number;
  readonly matches: number;
}
/** A file that was opened with Luka: to be looked at, not to be run. */
export interface OpenedFile {
  readonly name: string;
  readonly text: string;
}

export interface IpcChannels {
  /** Which host carries the page, for the few things that look different in a window. */
  'luka:host': () => HostFacts;
  /** Show a file in Finder; only files inside the home are shown. */
  'luka:reveal': (file: string) => boolean;
  /** Find in the page; with the same text again, the next place. */
  'luka:find': (text: string, forward: boolean) => FindResult;
  'luka:find-end': () => void;
  'luka:login': () => LoginFacts;
  'luka:set-login': (on: boolean) => LoginFacts;
  /** A person does not want to be asked about it again. */
  'luka:login-asked': () => void;
  'luka:updates': () => UpdateState;
  'luka:check-updates': () => UpdateState;
  /** Files that were opened with Luka since the last question. */
  'luka:opened-files': () => readonly OpenedFile[];
}
export type IpcChannel = keyof IpcChannels;
export const IPC_CHANNELS = [
  'luka:host',
  'luka:reveal',
  'luka:find',
  'luka:find-end',
  'luka:login',
  'luka:set-login',
  'luka:login-asked',
  'luka:updates',
  'luka:check-updates',
  'luka:opened-files',
] as const satisfies readonly IpcChannel[];

/** What the main process says to the page by itself: the few commands of the application menu that the page carries out. */
export const PAGE_COMMANDS = ['find', 'palette', 'opened-files'] as const;
export type PageCommand = (typeof PAGE_COMMANDS)[number];
export const COMMAND_CHANNEL = 'luka:command';

/** What the preload puts on `window.luka`. */
export interface LukaBridge {
  invoke<C extends IpcChannel>(
    channel: C,
    ...args: Parameters<IpcChannels[C]>
  ): Promise<ReturnType<IpcChannels[C]>>;
  onCommand(listener: (command: PageCommand) => void): void;
}
