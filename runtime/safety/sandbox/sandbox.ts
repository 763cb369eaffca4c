/** The port: what confines a process tree. One adapter a platform. */
import type { ConfinementLevel } from '#shared/nouns/confinement.ts';

export type Argv = readonly [string, ...string[]];

/** What one step may touch. All paths are absolute and real: they went through the path guard. */
export interface SandboxRequest {
  readonly level: Exclude<ConfinementLevel, 'off'>;
  /** Folders and files that may be written. What does not exist is left out: nothing can be written there. */
  readonly writable: readonly string[];
  /** What a grant takes out of hiding. */
  readonly readable: readonly string[];
  /** Single files of Luka's own that the step writes, whatever the level: its outputs. They exist. */
  readonly files: readonly string[];
  /** A private folder, always writable, that exists. `tmp` in it is made, and is the step's TMPDIR. */
  readonly scratch: string;
  readonly cwd: string;
  readonly personHome: string;
  readonly lukaHome: string;
  /** Parts of Luka's home that may be read, and programs of its own that lie where things are hidden. */
  readonly lukaReadable: readonly string[];
  /** Parts of Luka's home that grants may open for writing; none where left out. */
  readonly lukaGrantable?: readonly string[] | undefined;
  /** Only `paths` has a choice: the other levels have none. */
  readonly network: boolean;
}

export interface ConfinedCommand {
  /** Starts the program confined. It expects to lead a session of its own, as `spawnProcess` starts it. */
  readonly argv: Argv;
}

export interface Sandbox {
  readonly tool: 'bubblewrap' | 'seatbelt';
  /**
   * The exit code is the program's; the death by a signal shows as 128 and its number with bubblewrap.
   * @throws LukaError path_outside where a grant lies in Luka's own home, path_invalid for grants in /dev and /proc
   */
  wrap(argv: Argv, request: SandboxRequest): Promise<ConfinedCommand>;
}

export function hasNetwork({ level, network }: Pick<SandboxRequest, 'level' | 'network'>): boolean {
  return level === 'paths' && network;
}
