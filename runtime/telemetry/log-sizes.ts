/** What the logs of all runs take: counted in a thread, and again only when somebody asks after a while. */
import type { Clock } from '../clock.ts';
import { askWorker } from '../doctor/worker/ask-worker.ts';

/** A hundred thousand logs are read in seconds: not for every scrape. */
const FRESH_MS = 900_000;

export interface LogSizes {
  readonly count: number;
  readonly bytes: number;
}

export interface LogSizesOptions {
  readonly folder: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Where doctor-worker is. */
  readonly program: string;
  readonly onError: (error: unknown) => void;
}

/** @returns asks for what was counted last, and sets off the next count; undefined until the first has come */
export function createLogSizes({
  folder,
  clock,
  program,
  onError,
}: LogSizesOptions): () => LogSizes | undefined {
  let known: LogSizes | undefined;
  let askedAt = -Infinity;
  return () => {
    if (clock.monotonic() - askedAt < FRESH_MS) return known;
    askedAt = clock.monotonic();
    askWorker(program, { kind: 'logs', folder, ledger: undefined, since: 0, grownSince: Infinity })
      .then(({ folders, bytes }) => (known = { count: folders, bytes }))
      .catch(onError);
    return known;
  };
}
