/** Luka's own log: `luka.log` in the home, JSON lines by pino. What tasks print is not in here. */
import pino from 'pino';

export interface OwnLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  close(): void;
}

/** @param file absolute path; made readable by the owner only */
export function openOwnLog(file: string): OwnLog {
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 });
  // A full disk must not end Luka because it cannot write down that the disk is full. Said once, where a person may see it.
  destination.once('error', (error) =>
    process.stderr.write(`luka.log cannot be written: ${error.message}\n`),
  );
  destination.on('error', () => undefined);
  const logger = pino(
    { level: 'info', base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  );
  let isClosed = false;
  const write = (level: 'info' | 'warn' | 'error', fields: object, message: string): void => {
    // What ends after Luka has stopped may still have something to say: the library would throw.
    if (isClosed) process.stderr.write(`${message} (after the end of luka.log)\n`);
    else logger[level](fields, message);
  };
  return {
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
    close: () => {
      isClosed = true;
      destination.end();
    },
  };
}
