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
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    close: () => destination.end(),
  };
}
