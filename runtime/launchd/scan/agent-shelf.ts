/**
 * All plists of the folders that launchd reads. A plist is read and judged again only where its file changed, or
 * where something that its findings rest on did: looking again after one change touches one.
 */
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../home/atomic-file.ts';
import { mapLimit } from '../../tasks/map-limit.ts';
import { readPlistBytes } from '../plist/read-plist-file.ts';
import type { MachineFacts } from '../lint/facts.ts';
import { readAgentFile, unreadAgentFile, type AgentFile } from './agent-file.ts';
import type { AgentFolder } from './agent-folders.ts';
import { onceFacts, recordFacts, type Recording } from './remembered-facts.ts';

interface Kept {
  readonly agent: AgentFile;
  /** Of the file: device, inode, size and times. */
  readonly signature: string;
  readonly recording: Recording;
}

interface ReadFolder extends AgentFolder {
  readonly plists: number;
  /** Why it could not be read; absent where it could, or is not there. */
  readonly problem?: string | undefined;
}

export interface ShelfLook {
  /** By path. */
  readonly agents: readonly AgentFile[];
  readonly folders: readonly ReadFolder[];
  /** Files that were read anew. */
  readonly read: readonly string[];
}

const FILES_AT_ONCE = 16;

export class AgentShelf {
  readonly #folders: () => readonly AgentFolder[];
  readonly #facts: MachineFacts;
  #kept = new Map<string, Kept>();
  #looking: Promise<ShelfLook> | undefined;

  constructor(options: { folders: () => readonly AgentFolder[]; facts: MachineFacts }) {
    this.#folders = options.folders;
    this.#facts = options.facts;
  }

  /** Looks at everything; whoever asks during a look gets what the next one sees. Never throws for what a file holds. */
  look(): Promise<ShelfLook> {
    const before = this.#looking;
    const next: Promise<ShelfLook> = (async () => {
      // What changed since the look that is under way began would be missed by it.
      await before?.catch(() => undefined);
      return this.#look();
    })().finally(() => {
      if (this.#looking === next) this.#looking = undefined;
    });
    this.#looking = next;
    return next;
  }

  async #look(): Promise<ShelfLook> {
    const facts = onceFacts(this.#facts);
    const folders = await Promise.all(this.#folders().map(listFolder));
    const files = folders.flatMap(({ folder, names }) =>
      names.map((name) => ({ file: join(folder.path, name), scope: folder.scope })),
    );
    const read: string[] = [];
    const kept = await mapLimit(files, FILES_AT_ONCE, async ({ file, scope }) => {
      const { signature, linked } = await signatureOf(file);
      const before = this.#kept.get(file);
      if (before?.signature === signature && (await before.recording.holds(facts))) return before;
      read.push(file);
      const recording = recordFacts(facts);
      const origin = { file, scope, linked };
      try {
        return {
          agent: await readAgentFile(origin, await readPlistBytes(file), recording.facts),
          signature,
          recording,
        };
      } catch (error) {
        return { agent: unreadAgentFile(origin, error), signature, recording };
      }
    });
    this.#kept = new Map(kept.map((each) => [each.agent.file, each]));
    return {
      agents: kept.map(({ agent }) => agent),
      folders: folders.map(({ folder, names, problem }) => {
        const { path, scope } = folder;
        return { path, scope, plists: names.length, problem };
      }),
      read,
    };
  }
}

async function listFolder(
  folder: AgentFolder,
): Promise<{ folder: AgentFolder; names: string[]; problem?: string }> {
  try {
    const names = await readdir(folder.path);
    return { folder, names: names.filter((name) => /\.plist(?:\.sample)?$/.test(name)).toSorted() };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { folder, names: [] };
    return { folder, names: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Of what a link leads to, and of the link. What cannot be looked at has a signature of its own. */
async function signatureOf(file: string): Promise<{ signature: string; linked: boolean }> {
  try {
    const own = await lstat(file, { bigint: true });
    const linked = own.isSymbolicLink();
    const target = linked ? await stat(file, { bigint: true }) : own;
    const parts = [own.ino, target.dev, target.ino, target.size, target.mtimeNs, target.ctimeNs];
    return { signature: parts.join(':'), linked };
  } catch (error) {
    return { signature: error instanceof Error ? error.message : String(error), linked: true };
  }
}
