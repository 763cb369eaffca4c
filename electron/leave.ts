/** Starts a Luka without a window that goes on with this home, when this one has let go of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface LeaveOptions {
  /** A plain Node; Electron's own will not run a script. */
  readonly node: string;
  /** The built `luka` command. */
  readonly command: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Resolves when it was started; it tells of its own start in the home's log. @throws what spawn says */
export async function startHeadless({ node, command, home, env }: LeaveOptions): Promise<number> {
  const { ELECTRON_RUN_AS_NODE: _, NODE_OPTIONS: __, ...clean } = env;
  const child = spawn(node, [command, 'up', '--headless', '--port', 'auto', '--home', home], {
    env: clean,
    detached: true,
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  child.unref();
  return child.pid!;
}
