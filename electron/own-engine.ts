/** The engine in this process: started here, stopped by the one way out. */
import type { Runtime, StartedRuntime, StopOptions } from '#runtime/create-runtime.ts';
import { createRuntime } from '#runtime/create-runtime.ts';
import type { Engine } from '#runtime/engine.ts';
import type { Notifier } from '#runtime/notify/native/notifier.ts';
import type { SleepBlocker } from '#runtime/power/blockers/ports.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { ownLink, type LukaLink } from './luka-link.ts';
import { PAGE_FOLDER } from './places.ts';
import { createDesktopSettings } from './settings.ts';
import type { StartWords } from './words.ts';

export interface OwnEngineOptions {
  readonly layout: HomeLayout;
  readonly words: StartWords;
  /** A plain Node for modules; the name alone where none was found, so that a run says what is missing. */
  readonly node: string;
  readonly sleepBlocker: SleepBlocker;
  readonly notifier: Notifier;
  readonly findings: () => readonly Finding[];
  /** Called as soon as there is something to stop. */
  readonly onStarting: (stop: (how: StopOptions) => Promise<void>) => void;
}

export interface OwnEngine {
  readonly link: LukaLink;
  readonly engine: Engine;
  readonly started: StartedRuntime;
  readonly done: Promise<number>;
}

/** @throws LukaError as `Runtime.start` does */
export async function startOwnEngine(options: OwnEngineOptions): Promise<OwnEngine> {
  const { layout, words, node, sleepBlocker, notifier, findings, onStarting } = options;
  const runtime: Runtime = createRuntime({
    home: layout.root,
    host: 'desktop',
    portAuto: words.portAuto,
    uiRoot: PAGE_FOLDER,
    settings: (of) => createDesktopSettings(of),
    nodePath: node,
    sleepBlocker,
    notifier,
    findings,
  });
  const starting = runtime.start();
  // An end that is asked for in the middle of the start waits for it, so that there is something whole to stop.
  onStarting((how) =>
    starting.then(
      () => runtime.stop(how),
      () => undefined,
    ),
  );
  const started = await starting;
  const { engine, token } = runtime;
  if (engine === undefined || token === undefined)
    throw new TypeError('the runtime started without an engine');
  return { link: ownLink(started, token), engine, started, done: runtime.done };
}
