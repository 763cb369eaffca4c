/** One way out, whoever asks: the menu, a signal, the system, `luka down`. The runtime stops first, then the app ends. */
import type { App } from 'electron';

export interface ShutdownOptions {
  readonly app: Pick<App, 'on' | 'exit'>;
  /** Stops the runtime. May be called when it never started. */
  readonly stop: () => Promise<void>;
  /** The last thing before the end; must not wait. */
  readonly finish: () => void;
  readonly onError: (error: unknown) => void;
}

export interface Shutdown {
  /** Asks for the end. The first code given counts, unless a later one tells of a fault. */
  request(code?: number): void;
}

export function createShutdown({ app, stop, finish, onError }: ShutdownOptions): Shutdown {
  let exitCode = 0;
  let asked = false;
  const end = async (): Promise<void> => {
    try {
      await stop();
      finish();
    } catch (error) {
      onError(error);
      exitCode ||= 1;
    }
    app.exit(exitCode);
  };
  const request = (code = 0): void => {
    exitCode ||= code;
    if (asked) return;
    asked = true;
    void end();
  };
  // Electron would end at once; runs need their grace.
  app.on('before-quit', (event) => {
    event.preventDefault();
    request();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => request());
  return { request };
}
