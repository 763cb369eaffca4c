/** Faults that nobody waited for: into Luka's own log, and before the person's eyes. */
import type { Dialog } from 'electron';
import type { OwnLog } from '#runtime/own-log.ts';
import { EXIT } from '#shared/errors/exit-codes.ts';
import { formatError, LukaError } from '#shared/errors/luka-error.ts';

/** What a dialog says about any thrown thing. */
export function inWords(error: unknown, logFile: string): { title: string; text: string; exit: number } {
  if (error instanceof LukaError) {
    return {
      title: 'Luka cannot go on',
      text: `${error.message}.\n\nWhat to do: ${error.remedy}.\n\n(${error.code})`,
      exit: error.entry.exit,
    };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { title: 'Luka has a bug', text: `${detail}\n\nThe log is ${logFile}.`, exit: EXIT.internal };
}

/** The same on one line, for a terminal. */
export function onOneLine(error: unknown): string {
  return error instanceof LukaError ? formatError(error) : `internal: ${String(error)}`;
}

export interface FaultOptions {
  readonly log: Pick<OwnLog, 'error'>;
  readonly logFile: string;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  /** Ends Luka: after an error that nothing caught, its state is not to be trusted. */
  readonly end: (code: number) => void;
}

/** @returns a function for faults that are caught but that nobody waits for: they are logged, and Luka goes on */
export function watchFaults({
  log,
  logFile,
  dialog,
  end,
}: FaultOptions): (error: unknown, context: string) => void {
  let told = false;
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'an uncaught error');
    const { title, text, exit } = inWords(error, logFile);
    // One dialog: a fault that repeats must not bury the screen.
    if (!told) dialog.showErrorBox(title, text);
    told = true;
    end(exit);
  });
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a rejection that nobody handled'));
  return (error, context) => log.error({ err: error, context }, 'an error nobody waited for');
}
