/** What ended badly in a time: the newest of each task, with the end of what it wrote. */
import type { DatabaseSync } from 'node:sqlite';
import { stripVTControlCharacters } from 'node:util';
import type { RunState } from '#shared/nouns/run.ts';
import { maskLine } from '../../launchd/lint/secrets.ts';
import { logFiles } from '../../runs/logs/log-files.ts';
import { readIndex, readLog } from '../../runs/logs/log-reader.ts';
import { cut } from '../document.ts';
import type { Failure, KnownTask, ReportFacts } from '../facts.ts';
import type { Period } from '../period.ts';

const MOST = 20;
const LINES = 8;
const LINE_LENGTH = 200;
const TAIL_BYTES = 6_000;

interface BadRow {
  readonly id: number;
  readonly task: string | null;
  readonly title: string;
  readonly state: RunState;
  readonly ended_at: number;
  readonly attempt: number;
  readonly message: string | null;
}

/** @param logs the folder of logs, absolute */
export async function gatherFailures(
  db: DatabaseSync,
  { from, to }: Period,
  { logs, tasks }: { readonly logs: string; readonly tasks: ReadonlyMap<string, KnownTask> },
): Promise<Pick<ReportFacts, 'failures' | 'moreFailures'>> {
  const rows = db
    .prepare(
      `select id, task, title, state, ended_at, attempt, message from runs
       where ended_at is not null and ended_at >= ? and ended_at < ?
         and state in ('failed', 'timed_out', 'interrupted') order by ended_at desc`,
    )
    .all(from, to) as unknown as BadRow[];
  const since = db.prepare(
    `select max(id) as id from runs where task = ? and state = 'succeeded' and id > ?`,
  );
  const groups = [...Map.groupBy(rows, ({ task, title }) => task ?? `order ${title}`).values()];
  const failures = await Promise.all(
    groups.slice(0, MOST).map(async (group): Promise<Failure> => {
      const { id, task, title, state, ended_at, attempt, message } = group[0]!;
      const mended = task === null ? null : (since.get(task, id) as { id: number | null }).id;
      return {
        run: id,
        title: (task === null ? undefined : tasks.get(task)?.title) ?? title,
        state,
        at: ended_at,
        attempts: attempt,
        message: message === null ? undefined : maskLine(message),
        more: group.length - 1,
        mended: mended ?? undefined,
        lines: await lastLines(logs, id, attempt),
      };
    }),
  );
  return { failures, moreFailures: groups.slice(MOST).reduce((sum, group) => sum + group.length, 0) };
}

/** What secrets a run was given is masked in its log already; here, too, what only looks like one. */
async function lastLines(logs: string, run: number, attempt: number): Promise<string[]> {
  const files = logFiles(logs, run, attempt);
  // A log that is not kept any more, or a run that never started.
  const index = await readIndex(files).catch(() => undefined);
  if (!index) return [];
  const page = await readLog({ files, index, complete: true }, { limit: TAIL_BYTES }).catch(() => undefined);
  return (page?.entries ?? [])
    .filter(({ stream }) => stream !== 'note')
    .map(({ text }) => text)
    .join('')
    .split('\n')
    .map(printable)
    .filter((line) => line.trim() !== '')
    .slice(-LINES)
    .map((line) => cut(maskLine(line), LINE_LENGTH));
}

/** Of a line that was written over and over, such as a progress bar, what stood there last. */
function printable(line: string): string {
  const last = line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  return stripVTControlCharacters(last)
    .replaceAll('\t', '  ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
      character === '\u200C' || character === '\u200D' ? character : '\uFFFD',
    );
}
