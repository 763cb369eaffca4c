/** Follows runs, and wants the machine awake for those whose task says so. */
import { formatInterval } from '#shared/nouns/duration.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { keepAwakeOf } from '#shared/nouns/keep-awake.ts';
import { isDone } from '#shared/nouns/run.ts';
import type { RunRow } from '../../runs/records.ts';
import type { RunLedger } from '../../runs/run-ledger.ts';
import type { RunClocks } from '../run-clocks.ts';
import type { HoldBook } from './hold-book.ts';

export interface RunHoldsOptions {
  readonly book: HoldBook;
  readonly ledger: Pick<RunLedger, 'row' | 'definition'>;
  readonly clocks: RunClocks;
  readonly now: () => number;
  /** Ends a person's hold. */
  readonly endHold: (id: string, why: string) => void;
}

export class RunHolds {
  readonly #options: RunHoldsOptions;

  constructor(options: RunHoldsOptions) {
    this.#options = options;
  }

  hear({ type, run }: Pick<LukaEvent, 'type' | 'run'>): void {
    if (run === undefined) return;
    switch (type) {
      case 'run.started':
        this.#options.clocks.start(run);
        this.see(run);
        break;
      case 'run.queued':
      case 'run.judged':
      case 'approval.decided':
      case 'run.retrying':
      case 'run.finished':
        this.see(run);
        break;
      default:
    }
  }

  /** Does what the run's state asks for now, whatever was heard before. */
  see(run: number): void {
    const { book, ledger, clocks, endHold } = this.#options;
    const row = ledger.row(run);
    if (!row) return;
    const goes = row.state === 'running';
    const active = goes || row.state === 'queued';
    if (!active || !this.#want(row))
      book.drop(holdOfRun(run), goes ? undefined : (tx) => clocks.end(run, tx));
    if (!goes) clocks.end(run);
    // Lives of services go for ever: they are no work that comes to an end.
    if (row.service !== 1) book.busy(run, active);
    if (isDone(row.state)) for (const id of book.whileRun(run)) endHold(id, `run ${run} is over`);
  }

  /** @returns whether it wants the machine awake now */
  #want(row: RunRow): boolean {
    const { book, ledger, now } = this.#options;
    const keepAwake = keepAwakeOf(ledger.definition(row.definition_hash));
    if (keepAwake === 'no') return false;
    const wish = {
      id: holdOfRun(row.id),
      kind: 'system',
      owner: {
        kind: 'run',
        run: row.id,
        ...(row.task === null ? {} : { task: row.task }),
        title: row.title,
      },
    } as const;
    if (keepAwake === 'while-running') {
      if (row.state !== 'running') return false;
      book.want({ ...wish, since: now(), reason: 'while it runs' });
      return true;
    }
    // Counted from when it was asked for, so that a restart does not give it more.
    const until = row.queued_at + keepAwake.untilDoneWithin;
    if (until <= now()) return false;
    book.want({
      ...wish,
      since: row.queued_at,
      until,
      reason: `until it is done, at most ${formatInterval(keepAwake.untilDoneWithin)}`,
    });
    return true;
  }
}

export function holdOfRun(run: number): string {
  return `run-${run}`;
}
