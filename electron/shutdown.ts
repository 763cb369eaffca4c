/** One way out, whoever asks: the menu, a signal, the system, `luka down`. The runtime stops first, then the app ends. */
import type { App } from 'electron';
import type { StopOptions } from '#runtime/create-runtime.ts';

export interface ShutdownOptions {
  readonly app: Pick<App, 'on' | 'exit'>;
  /** Stops the runtime. May be called when it never started. */
  readonly stop: (how: StopOptions) => Promise<void>;
  /** The last thing before the end; must not wait. */
  readonly finish: () => void;
  readonly onError: (error: unknown) => void;
}

interface Last {
  /** Done when the runtime has stopped. */
  readonly last?: () => Promise<unknown>;
  /** `last` has this process quit from outside: it is waited for, and its quit is not held back. */
  readonly lastQuits?: boolean;
}

export interface Shutdown {
  /** Asks for the end. The first code given counts, unless a later one tells of a fault. */
  request(code?: number, how?: StopOptions & Last): void;
  /** Is asked instead where a person quits: runs may be going. */
  onQuit(ask: () => void): void;
  /** From now on nobody is asked: the system itself is going down. */
  hurry(): void;
}

export function createShutdown({ app, stop, finish, onError }: ShutdownOptions): Shutdown {
  let exitCode = 0;
  let asked = false;
  let quits = false;
  let ask: (() => void) | undefined;
  const end = async ({
    last,
    lastQuits = false,
    ...how
  }: Parameters<Shutdown['request']>[1] & object): Promise<void> => {
    try {
      await stop(how);
      finish();
      quits = lastQuits;
      await last?.();
    } catch (error) {
      onError(error);
      exitCode ||= 1;
    }
    app.exit(exitCode);
  };
  const request: Shutdown['request'] = (code = 0, how = {}) => {
    exitCode ||= code;
    if (asked) return;
    asked = true;
    void end(how);
  };
  // Electron would end at once; runs need their grace.
  app.on('before-quit', (event) => {
    if (quits) return;
    event.preventDefault();
    if (ask === undefined || asked) request();
    else ask();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => (quits ? app.exit(exitCode) : request()));
  return { request, onQuit: (next) => (ask = next), hurry: () => (ask = undefined) };
}
