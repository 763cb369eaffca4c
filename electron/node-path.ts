/**
 * The Node that runs modules and inline code. Electron's own will not: its RunAsNode fuse is off, so that nobody can
 * use Luka's signature to run a script of theirs.
 */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LEAST = 24;
const ANSWER_MS = 5_000;

export type NodeChoice = { readonly path: string; readonly version: string } | { readonly missing: string };

export interface NodeSearch {
  readonly env: NodeJS.ProcessEnv;
  /** Places that come with Luka, best first. */
  readonly bundled: readonly string[];
}

/** LUKA_NODE, else one that came with Luka, else the first good one on PATH. Each is asked for its version. */
export async function findNode({ env, bundled }: NodeSearch): Promise<NodeChoice> {
  const chosen = env['LUKA_NODE'];
  if (chosen) {
    // What was asked for by name is not silently replaced by something else.
    const version = isAbsolute(chosen) ? await versionOf(chosen) : undefined;
    if (version !== undefined && isGood(version)) return { path: chosen, version };
    return {
      missing: `LUKA_NODE is ${chosen}, which is ${version === undefined ? 'no Node that can be run' : `Node ${version}`}; it must be the absolute path of Node ${LEAST} or newer`,
    };
  }
  const seen: string[] = [];
  for (const path of [...bundled, ...onPath(env['PATH'] ?? '')]) {
    const version = await versionOf(path);
    if (version === undefined) continue;
    if (isGood(version)) return { path, version };
    seen.push(`${path} is ${version}`);
  }
  const found = seen.length > 0 ? ` (${seen.join(', ')})` : '';
  return {
    missing: `there is no Node ${LEAST} or newer here${found}: steps that are modules or Node code cannot run; install one, or set LUKA_NODE`,
  };
}

/** `v24.1.0` → true. */
export function isGood(version: string): boolean {
  const major = /^v(\d+)\.\d+\.\d+/.exec(version)?.[1];
  return major !== undefined && Number(major) >= LEAST;
}

/** Absolute places only: a relative one would depend on the folder that Luka was started in. */
export function onPath(path: string): string[] {
  return [...new Set(path.split(delimiter))]
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, 'node'));
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    const { stdout } = await run(path, ['--version'], { timeout: ANSWER_MS, env: {} });
    return /^v\d+\.\d+\.\d+\S*$/.exec(stdout.trim())?.[0];
  } catch {
    return undefined;
  }
}
