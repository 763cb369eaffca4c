/** Has this failed like this before, and what mended it then? */
import { LukaError } from '#shared/errors/luka-error.ts';
import { isBad, type RunSummary } from '#shared/nouns/run.ts';
import type { SimilarFailure, SimilarFailures } from '#shared/nouns/similar-failure.ts';
import { toSummary, type RunRow } from '../../runs/records.ts';
import type { Store } from '../../store/store.ts';
import type { FailedRun } from './jobs.ts';
import type { LedgerReader } from './ledger-reader.ts';
import { tailLikeness, tailLines, type LogTails } from './log-tail.ts';
import type { MemoryBook } from './memory-book.ts';

export interface SimilarFailuresOptions {
  readonly store: Store;
  readonly reader: LedgerReader;
  readonly logs: LogTails;
  readonly memories: Pick<MemoryBook, 'find'>;
}

/** Of the task, and as many of others: logs are read for each. */
const LOOKED_AT = 12;
const TOLD = 5;
const MEMORIES = 5;
/** Less is another matter that happens to end with the same code. */
const LEAST = 0.35;

/** @throws LukaError run_unknown, knowledge_unavailable */
export async function similarFailures(
  id: number,
  { store, reader, logs, memories }: SimilarFailuresOptions,
): Promise<SimilarFailures> {
  const row = store.get<RunRow>('select * from runs where id = ?', id);
  if (!row) throw new LukaError('run_unknown', { message: `there is no run #${id}` });
  if (!isBad(row.state)) return { run: id, failures: [], memories: [] };
  const own = await tailLines(logs, id, row.attempt);
  const failures: SimilarFailure[] = [];
  for (const found of await reader.ask('failures', { run: id, limit: LOOKED_AT })) {
    const tail = tailLikeness(own, await tailLines(logs, found.id, found.attempt));
    const { likeness, shares } = compare(row, found, tail);
    const run = summaryOf(store, found.id);
    if (likeness < LEAST || !run) continue;
    const mendedBy =
      found.mendedBy === null || found.mendedBy === id ? undefined : summaryOf(store, found.mendedBy);
    failures.push({
      run,
      likeness,
      shares,
      ...(mendedBy === undefined ? {} : { mendedBy }),
      changed: mendedBy === undefined ? [] : changes(store, found, mendedBy),
    });
  }
  failures.sort(
    (a, b) => b.likeness - a.likeness || Number(!!b.mendedBy) - Number(!!a.mendedBy) || b.run.id - a.run.id,
  );
  return { run: id, failures: failures.slice(0, TOLD), memories: await fitting(row, own, memories) };
}

/** The task says most where there is no log; the end of the log says most where there is one. */
function compare(
  own: RunRow,
  found: FailedRun,
  tail: number | undefined,
): { likeness: number; shares: string[] } {
  const isTask = own.task !== null && own.task === found.task;
  const isCode = own.error_code !== null && own.error_code === found.error_code;
  const isExit = own.exit_code !== null && own.exit_code === found.exit_code;
  const shares = [
    ...(isTask ? ['the same task'] : []),
    ...(isCode ? [`the same error code ${own.error_code}`] : []),
    ...(isExit ? [`the same exit code ${own.exit_code}`] : []),
    ...(tail !== undefined && tail >= 0.2 ? [`${Math.round(tail * 100)} % of the end of the log`] : []),
  ];
  const facts = (isTask ? 0.5 : 0) + (isCode ? 0.2 : 0) + (isExit ? 0.15 : 0);
  const likeness = tail === undefined ? facts : facts * 0.5 + tail * 0.575;
  return { likeness: Math.min(1, Math.round(likeness * 100) / 100), shares };
}

/** What is known to have been otherwise when it went well. */
function changes(store: Store, failed: FailedRun, good: RunSummary): string[] {
  const row = store.get<RunRow>('select * from runs where id = ?', good.id);
  if (!row) return [];
  return [
    ...(row.definition_hash === failed.definition_hash
      ? []
      : ["the task's definition was changed in between"]),
    ...(good.cause.kind === 'rerun' ? ['it was run again as it was'] : []),
    ...(row.attempt > 1 ? [`its attempt ${row.attempt} went well`] : []),
  ];
}

async function fitting(row: RunRow, tail: ReadonlySet<string>, memories: Pick<MemoryBook, 'find'>) {
  const q = [row.task ?? row.title, row.message ?? '', ...[...tail].slice(-8)].join(' ').slice(0, 2_000);
  const solutions = await memories.find({ q, kind: 'solution', limit: MEMORIES });
  const errors = await memories.find({ q, kind: 'error', limit: MEMORIES });
  return [...solutions.memories, ...errors.memories]
    .slice(0, MEMORIES)
    .map(({ score: _score, ...memory }) => memory);
}

function summaryOf(store: Store, id: number): RunSummary | undefined {
  const row = store.get<RunRow>('select * from runs where id = ?', id);
  return row && toSummary(row);
}
