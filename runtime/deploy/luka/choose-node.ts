/** The Node that the service starts: a path that stays, of a version that is new enough. */
import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { LukaError } from '#shared/errors/luka-error.ts';

const run = promisify(execFile);
const OLDEST = 24;

export interface ChosenNode {
  /** Absolute. */
  readonly path: string;
  /** As `24.21.0`. */
  readonly version: string;
  /** Whether it lies in the package, and goes when the package goes. */
  readonly within: boolean;
}

/**
 * @param node what runs this, absolute: with Homebrew a path that the next upgrade removes
 * @throws LukaError node_too_old
 */
export async function chooseNode(
  node: string,
  packageRoot: string,
  env: NodeJS.ProcessEnv,
): Promise<ChosenNode> {
  const within = isBelow(await realpath(node), await realpath(packageRoot));
  const path = within ? node : await stableName(node, env);
  const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
  const version = stdout.trim().replace(/^v/, '');
  if (Number(version.split('.', 1)[0]) < OLDEST)
    throw new LukaError('node_too_old', { message: `${path} is Node ${version}; Luka needs ${OLDEST}` });
  return { path, version, within };
}

/** A link to the same program from PATH: `/opt/homebrew/bin/node`, not `/opt/homebrew/Cellar/node/24.1.0/bin/node`. */
async function stableName(node: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (!/\/Cellar\/|\/\.nvm\/|\/versions\//.test(node)) return node;
  const real = await realpath(node);
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, 'node');
    if (candidate !== node && (await realpath(candidate).catch(() => undefined)) === real) return candidate;
  }
  return node;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
