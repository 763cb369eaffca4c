/** Earlier runs that ended badly and may be like one: of the same task, or with the same code. */
import type { DatabaseSync } from 'node:sqlite';
import type { FailedRun } from './jobs.ts';

// Word for word as in the index `runs_bad`: SQLite takes a partial index only where it sees that its condition holds.
const BAD = "('failed', 'timed_out', 'interrupted', 'denied')";
const COLUMNS = 'id, task, error_code, exit_code, message, definition_hash, attempt';
/** Runs of other tasks that are looked through; older ones are not worth the time. */
const REACH = 20_000;

export function findFailures(db: DatabaseSync, { run, limit }: { run: number; limit: number }) {
  const own = db.prepare(`select ${COLUMNS} from runs where id = ?`).get(run) as FailedRun | undefined;
  if (!own) return [];
  const ofTask =
    own.task === null
      ? []
      : (db
          .prepare(
            `select ${COLUMNS} from runs where task = ? and id < ? and state in ${BAD} order by id desc limit ?`,
          )
          .all(own.task, run, limit) as unknown as FailedRun[]);
  const ofCode = db
    .prepare(
      `select ${COLUMNS} from runs where id < ? and id > ? and state in ${BAD}
         and task is not ? and error_code is ? and exit_code is ? order by id desc limit ?`,
    )
    .all(run, run - REACH, own.task, own.error_code, own.exit_code, limit) as unknown as FailedRun[];
  const next = db.prepare("select min(id) as id from runs where task = ? and id > ? and state = 'succeeded'");
  return [...ofTask, ...ofCode].map((found) =>
    Object.assign(found, {
      mendedBy: found.task === null ? null : (next.get(found.task, found.id) as { id: number | null }).id,
    }),
  );
}
