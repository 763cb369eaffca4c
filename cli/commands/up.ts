import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Option, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { CliContext } from '../context.ts';
import { findDesktop, type Desktop } from '../desktop.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { onStopSignal } from '../stop-signals.ts';

interface Options {
  headless?: boolean;
  port?: 'auto';
  open?: boolean;
}

/** What a second Ctrl-C ends with: the shell's code for an interrupted command. */
const FORCED = 130;
/** ms. A Ctrl-C reaches us from the terminal and, a moment later, once more from npm or whatever else started us. */
const ECHO = 500;

export function define(command: Command, context: CliContext): void {
  command
    .option('--headless', 'without a window, even where one is possible')
    .addOption(
      new Option('--port <auto>', 'take the next free ports where the usual ones are taken').choices([
        'auto',
      ]),
    )
    .option('--open', 'open the UI in the browser, too')
    .addHelpText(
      'after',
      '\nRuns until Ctrl-C, SIGTERM or `luka down`. Ports: LUKA_API_PORT (4000) and LUKA_UI_PORT (8080).\n' +
        '\nExamples:\n  luka up\n  LUKA_API_PORT=5000 luka up --headless --port auto',
    )
    .action(async (options: Options) => {
      const desktop: Desktop | undefined = options.headless === true ? undefined : findDesktop(context.env);
      if (desktop !== undefined && 'binary' in desktop) {
        context.exitWith(await runDesktop(context, desktop, options));
        return;
      }
      if (desktop !== undefined) await context.terminal.note(`running headless: ${desktop.missing}`);
      context.exitWith(await runHeadless(context, options));
    });
}

async function runHeadless(context: CliContext, options: Options): Promise<number> {
  // It stays for weeks and mostly waits: what reading many task files left behind is given back to the machine.
  setFlagsFromString('--optimize-for-size');
  const { createRuntime } = await import('#runtime/index.ts');
  const luka = createRuntime({
    home: context.home(),
    host: 'headless',
    portAuto: options.port === 'auto',
    env: context.env,
  });
  // A terminal that was closed ends Luka by SIGHUP, cleanly; a pipe that was closed is no reason to end.
  context.terminal.endOnLostOutput = false;
  const starting = luka.start();
  let asked: number | undefined;
  const ignore = onStopSignal(() => {
    if (asked !== undefined) {
      if (performance.now() - asked > ECHO) process.exit(FORCED);
      return;
    }
    asked = performance.now();
    // A signal in the middle of the start waits for its end, so that there is something whole to stop.
    void starting.then(
      () => luka.stop(),
      () => undefined,
    );
  });
  try {
    const started = await starting;
    if (asked === undefined) await announce(context, started);
    if (asked === undefined && options.open === true) await openInBrowser(started.link, context.env);
    return await luka.done;
  } finally {
    ignore();
  }
}

async function announce(
  context: CliContext,
  started: { apiUrl: string; uiUrl: string; link: string },
): Promise<void> {
  const { terminal } = context;
  const { apiUrl, uiUrl, link } = started;
  if (context.json())
    return terminal.json({ pid: process.pid, home: context.home(), host: 'headless', apiUrl, uiUrl, link });
  await terminal.print(`${terminal.style('green', 'Luka is running')} with the home ${context.home()}`);
  await terminal.print(`  API   ${apiUrl}`);
  await terminal.print(`  UI    ${uiUrl}`);
  await terminal.print(`  open  ${terminal.style('bold', link)}`);
  await terminal.note(
    terminal.style(
      'dim',
      'The link signs in once, within two minutes; `luka open` makes another. Ctrl-C ends Luka.',
      'err',
    ),
  );
}

/** The desktop host is a process of its own; this one stands for it: it passes signals on and ends as it ends. */
async function runDesktop(
  context: CliContext,
  desktop: { binary: string; main: string },
  options: Options,
): Promise<number> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = context.env;
  const words = [
    ...(options.port === 'auto' ? ['--port=auto'] : []),
    ...(options.open === true ? ['--open'] : []),
    ...(context.json() ? ['--json'] : []),
  ];
  const child = spawn(desktop.binary, [desktop.main, ...words], {
    stdio: 'inherit',
    env: { ...env, LUKA_HOME: context.home() },
  });
  const ignore = onStopSignal((signal) => child.kill(signal));
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } catch (error) {
    throw new LukaError('spawn_failed', {
      message: `Electron could not be started (${String(error)})`,
      remedy: 'start without a window: luka up --headless',
      cause: error,
    });
  } finally {
    ignore();
  }
}
