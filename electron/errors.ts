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

export interface FaultDialogOptions {
  readonly dialog: Pick<Dialog, 'showErrorBox' | 'showMessageBox'>;
  readonly copy: (text: string) => Promise<void>;
  /** Before Electron is ready only the plain box can be shown. */
  readonly isReady: () => boolean;
}

/** Shows a fault; a person can take the words along. Resolves when it was read. */
export async function showFault(
  { title, text }: { title: string; text: string },
  { dialog, copy, isReady }: FaultDialogOptions,
): Promise<void> {
  if (!isReady()) {
    dialog.showErrorBox(title, text);
    return;
  }
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: title,
    detail: text,
    buttons: ['OK', 'Copy details'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) await copy(`${title}\n\n${text}`);
}

export interface FaultOptions extends FaultDialogOptions {
  readonly log: Pick<OwnLog, 'error'>;
  readonly logFile: string;
  /** Ends Luka: after an error that nothing caught, its state is not to be trusted. */
  readonly end: (code: number) => void;
}

/** @returns a function for faults that are caught but that nobody waits for: they are logged, and Luka goes on */
export function watchFaults(options: FaultOptions): (error: unknown, context: string) => void {
  const { log, logFile, end } = options;
  let told = false;
  const tell = async (words: ReturnType<typeof inWords>): Promise<void> => {
    try {
      await showFault(words, options);
    } catch (failed) {
      log.error({ err: failed }, 'the dialog could not be shown');
    }
    end(words.exit);
  };
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'an uncaught error');
    // One dialog: a fault that repeats must not bury the screen.
    if (told) return;
    told = true;
    // Whatever becomes of the dialog, Luka ends.
    void tell(inWords(error, logFile));
  });
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a rejection that nobody handled'));
  return (error, context) => log.error({ err: error, context }, 'an error nobody waited for');
}
