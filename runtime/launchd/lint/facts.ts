/** The machine as lint rules see it: a port. What is optional is not known everywhere; its rules are silent then. */

/** What stands at a path of the machine. `unknown`: it could not be looked at. */
export type PathFact = 'file' | 'executable' | 'folder' | 'missing' | 'unknown';

export interface OwnerFact {
  readonly uid: number;
  /** Permission bits, as chmod(2) takes them. */
  readonly mode: number;
  /** Whether the path is a symbolic link; owner and mode are those of what it leads to. */
  readonly link: boolean;
}

export interface MachineFacts {
  /** Of the person whose agents these are; absolute. */
  readonly home: string;
  /** Follows symbolic links. Never throws. */
  look(path: string): Promise<PathFact>;
  /** The first bytes of a file, as Latin-1 text; empty where it cannot be read. Never throws. */
  head(path: string): Promise<string>;
  /** Undefined where it cannot be told. Never throws. */
  owner?(path: string): Promise<OwnerFact | undefined>;
  /** Whether the person may write there; undefined where it cannot be told. Never throws. */
  canWrite?(path: string): Promise<boolean | undefined>;
  /** How long a job takes as a rule, in seconds. */
  usualRunSeconds?(label: string): number | undefined;
  /** Whether nobody is logged in at a screen of this machine; undefined where it cannot be told. Never throws. */
  isHeadless?(): Promise<boolean | undefined>;
  /** Whether the machine sleeps as a rule at an hour of the day, 0 to 23. */
  asleep?(hour: number): boolean;
}

/**
 * Facts that ask once of each path: many jobs share programs and folders. For one run of the linter, as the machine
 * changes.
 */
export function cachedFacts(facts: MachineFacts): MachineFacts {
  return {
    ...facts,
    look: once((path) => facts.look(path)),
    head: once((path) => facts.head(path)),
    ...(facts.owner && { owner: once(async (path) => facts.owner?.(path)) }),
    ...(facts.isHeadless && { isHeadless: () => facts.isHeadless?.() ?? Promise.resolve(undefined) }),
    ...(facts.canWrite && { canWrite: once(async (path) => facts.canWrite?.(path)) }),
  };
}

/** Facts of the machine as it will be once these folders were made, and those around them. */
export function withFolders(facts: MachineFacts, folders: readonly string[]): MachineFacts {
  const made = (path: string) => folders.some((folder) => folder === path || folder.startsWith(`${path}/`));
  return {
    ...facts,
    look: async (path) => {
      const fact = await facts.look(path);
      return fact === 'missing' && made(path) ? 'folder' : fact;
    },
  };
}

function once<T>(ask: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const answer = ask(path);
    known.set(path, answer);
    return answer;
  };
}
