import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { parseDuration } from '#shared/nouns/duration.ts';
import { connectControl, type ControlConnection } from '#runtime/control/control-client.ts';
import { findHome } from '#runtime/home/open-home.ts';
import type { CliContext } from '../context.ts';

interface Options {
  cancelRuns?: boolean;
  timeout: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .option('--cancel-runs', 'what is running counts as cancelled, not as interrupted')
    .option('--timeout <duration>', 'how long to wait for the end', '1m')
    .addHelpText(
      'after',
      '\nRuns that are going are ended, too. An interrupted run of a task that says it is idempotent is\n' +
        'taken up again at the next start; a cancelled one is not.\n' +
        'Where Luka is not running there is nothing to do: exits with 0.\n\nExamples:\n  luka down\n  luka down --cancel-runs --timeout 30s',
    )
    .action(async ({ cancelRuns = false, timeout }: Options) => {
      const { terminal } = context;
      const patience = parseDuration(timeout);
      if (patience === undefined)
        throw new LukaError('usage', {
          message: `--timeout ${timeout} is no duration`,
          remedy: 'write it as 30s or 5m',
        });
      const control = await reach(context.home());
      if (control === undefined) {
        if (context.json()) return terminal.json({ stopped: false, running: false });
        return terminal.note('Luka is not running');
      }
      const { pid } = await control.hello();
      await control.down({ cancelRuns });
      if (!context.json() && terminal.isTerminal('err'))
        await terminal.note(terminal.style('dim', 'stopping', 'err'));
      const gone = await waitForEnd(control, pid, patience);
      control.close();
      if (!gone)
        throw new LukaError('stopping', {
          message: `Luka (pid ${pid}) is still stopping after ${timeout}`,
          remedy: `wait with a longer --timeout; see luka.log in the home`,
        });
      if (context.json()) return terminal.json({ stopped: true, pid });
      await terminal.print(`Luka has stopped (pid ${pid})`);
    });
}

async function reach(home: string): Promise<ControlConnection | undefined> {
  const layout = await findHome(home);
  if (layout === undefined) return undefined;
  try {
    return await connectControl(layout);
  } catch (error) {
    if (error instanceof LukaError && error.code === 'not_running') return undefined;
    throw error;
  }
}

/** The connection ends before the process does, and only the end of the process frees the home and the ports. */
async function waitForEnd(control: ControlConnection, pid: number, patience: number): Promise<boolean> {
  const until = performance.now() + patience;
  const expired = new AbortController();
  const closed = await Promise.race([
    control.closed.then(() => true),
    sleep(patience, false, { signal: expired.signal }),
  ]);
  expired.abort();
  if (!closed) return false;
  let pause = 10;
  while (isAlive(pid)) {
    if (performance.now() > until) return false;
    await sleep(pause);
    pause = Math.min(250, pause * 2);
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
