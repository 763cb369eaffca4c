/**
 * Luka needs Node 24, and machines often have an older one first on their PATH. `npm ci` installs the right one beside
 * Luka; a command that was started by another hands over to it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';

export const NODE_MAJOR = 24;

/** @param version as in process.versions.node */
export function isTooOld(version: string): boolean {
  return Number(version.split('.', 1)[0]) < NODE_MAJOR;
}

/** From `dist/node/` or `cli/`: in Luka's own node_modules, or beside Luka in somebody else's. */
const PLACES = ['../../node_modules/node', '../../../node', '../node_modules/node'];

/** The Node beside Luka. Only there: a Node further up is not ours to run. */
export function findOwnNode(program: string): string | undefined {
  return PLACES.map((place) => join(dirname(program), place, 'bin', 'node')).find((node) => existsSync(node));
}

/**
 * Runs the same command line with Luka's own Node.
 * @returns its exit code; 128 and the signal's number where a signal ended it, as shells say it
 * @throws LukaError node_too_old where there is none
 */
export async function handOver(program: string, words: readonly string[]): Promise<number> {
  const node = findOwnNode(program);
  if (node === undefined) {
    throw new LukaError('node_too_old', {
      message: `this is Node ${process.versions.node}; Luka needs ${NODE_MAJOR}`,
    });
  }
  const child = spawn(node, [program, ...words], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve(signal === null ? (code ?? 0) : 128 + constants.signals[signal]),
    );
  });
}
