/** Who decided and who changed what in a time: from the audit, and files of tasks that were edited by hand. */
import type { DatabaseSync } from 'node:sqlite';
import type { AuditAction } from '#shared/nouns/audit.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { Change, Decision, KnownTask, ReportFacts } from '../facts.ts';
import type { Period } from '../period.ts';

const MOST = 60;
const MOST_ROWS = 5_000;
/** Whoever replaces a folder of tasks edits many at once: they are told as one. */
const MOST_EDITS = 6;

const DECIDED: Partial<Record<AuditAction, string>> = {
  'approval.approved': 'approved',
  'approval.denied': 'denied',
  'approval.expired': 'let lapse',
  'approval.revoked': 'took back',
  'validation.accepted': 'accepted the result of',
  'validation.rejected': 'rejected the result of',
  'run.denied': 'refused by the policy',
};
const CHANGED: Partial<Record<AuditAction, string>> = {
  'task.changed': 'changed',
  'settings.changed': 'changed the settings',
  'policy.changed': 'changed the policy',
  'policy.invalid': 'broke the policy',
  'freeze.on': 'froze everything',
  'freeze.off': 'ended the freeze',
  'client.created': 'made',
  'client.revoked': 'revoked',
  'agent.changed': 'changed',
  'schedule.paused': 'paused',
  'schedule.resumed': 'resumed',
  'service.started': 'started',
  'service.stopped': 'stopped',
  'service.restarted': 'restarted',
  'module.staged': 'laid ready',
  'module.deployed': 'deployed',
  'module.rolled_back': 'rolled back',
  'wake.planned': 'planned a wake for',
  'wake.cancelled': 'cancelled the wake for',
  'source.added': 'added',
  'source.removed': 'removed',
  'memory.forgotten': 'forgot',
};
/** What stands for itself: its subject would say the same again. */
const WHOLE = new Set<string>([
  'settings.changed',
  'policy.changed',
  'policy.invalid',
  'freeze.on',
  'freeze.off',
]);

interface Body {
  readonly at: string;
  readonly actor: Actor;
  readonly action: AuditAction;
  readonly subject: string;
  readonly reason?: string;
}

export function gatherAudit(
  db: DatabaseSync,
  { from, to }: Period,
  tasks: ReadonlyMap<string, KnownTask>,
): Pick<ReportFacts, 'decisions' | 'moreDecisions' | 'changes' | 'moreChanges'> {
  const rows = (
    db
      .prepare(
        `select body from audit where at >= ? and at < ?
           and action in (select value from json_each(?)) order by seq limit ${MOST_ROWS}`,
      )
      .all(from, to, JSON.stringify([...Object.keys(DECIDED), ...Object.keys(CHANGED)])) as { body: string }[]
  ).map(({ body }) => JSON.parse(body) as Body);
  const titleOfRun = titles(db, tasks);
  const decisions = rows.flatMap((row) => decisionOf(row, titleOfRun) ?? []);
  const changes = together([
    ...rows.flatMap((row) => changeOf(row, tasks) ?? []),
    ...edits(db, { from, to }, tasks),
  ]);
  return {
    decisions: decisions.slice(0, MOST),
    moreDecisions: Math.max(0, decisions.length - MOST),
    changes: changes.slice(0, MOST),
    moreChanges: Math.max(0, changes.length - MOST),
  };
}

function titles(
  db: DatabaseSync,
  tasks: ReadonlyMap<string, KnownTask>,
): (run: number) => string | undefined {
  const title = db.prepare('select task, title from runs where id = ?');
  return (run) => {
    const row = title.get(run) as { task: string | null; title: string } | undefined;
    return row && ((row.task === null ? undefined : tasks.get(row.task)?.title) ?? row.title);
  };
}

function decisionOf(
  { action, actor, at, subject, reason }: Body,
  titleOfRun: (run: number) => string | undefined,
): Decision | undefined {
  const what = DECIDED[action];
  if (what === undefined) return undefined;
  const run = numberIn(subject, 'run');
  return {
    at: Date.parse(at),
    by: actor.name,
    what,
    about: (run === undefined ? undefined : titleOfRun(run)) ?? subject,
    run,
    approval: numberIn(subject, 'approval'),
    reason,
  };
}

function changeOf(
  { action, actor, at, subject, reason }: Body,
  tasks: ReadonlyMap<string, KnownTask>,
): Change | undefined {
  const verb = CHANGED[action];
  if (verb === undefined) return undefined;
  const task = /^task (.+)$/.exec(subject)?.[1];
  const about = task === undefined ? subject : (tasks.get(task)?.title ?? task);
  return {
    at: Date.parse(at),
    by: actor.name,
    what: WHOLE.has(action) ? verb : `${verb} ${about}`,
    count: 1,
    reason,
  };
}

/** Files of tasks that changed, whoever did it: what was changed through Luka is in the audit already. */
function edits(
  db: DatabaseSync,
  { from, to }: Pick<Period, 'from' | 'to'>,
  tasks: ReadonlyMap<string, KnownTask>,
): Change[] {
  const rows = db
    .prepare(
      `select at, type, task from events where seq >= ? and at >= ? and at < ? and type in ('task.changed', 'task.removed')
       order by seq limit ${MOST_ROWS}`,
    )
    .all(firstEvent(db, from), from, to) as { at: number; type: string; task: string | null }[];
  return [...Map.groupBy(rows, ({ type }) => type)].flatMap(([type, all]): Change[] => {
    const verb = type === 'task.removed' ? 'removed' : 'edited';
    const change = ({ at }: { at: number }, what: string): Change => ({ at, by: 'file', what, count: 1 });
    const names = new Map(
      all.map(({ task }) => [task, (task === null ? undefined : tasks.get(task)?.title) ?? task ?? '']),
    );
    if (names.size <= MOST_EDITS) return all.map((row) => change(row, `${verb} ${names.get(row.task)}`));
    const named = [...names.values()].slice(0, MOST_EDITS).join(', ');
    return [change(all.at(-1)!, `${verb} ${names.size} tasks: ${named} and ${names.size - MOST_EDITS} more`)];
  });
}

/** Events are numbered in the order in which they happened: the first of a time is found by halving. */
function firstEvent(db: DatabaseSync, from: number): number {
  const at = db.prepare('select seq, at from events where seq >= ? order by seq limit 1');
  let { low, high } = db
    .prepare('select coalesce(min(seq), 0) as low, coalesce(max(seq), 0) + 1 as high from events')
    .get() as { low: number; high: number };
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const event = at.get(middle) as { seq: number; at: number } | undefined;
    // A clock that was set back for a while costs at most what happened in it.
    if (event === undefined || event.at >= from) high = middle;
    else low = event.seq + 1;
  }
  return low;
}

function together(changes: readonly Change[]): Change[] {
  const groups = Map.groupBy(changes, ({ by, what, reason }) => JSON.stringify([by, what, reason ?? null]));
  return [...groups.values()]
    .map((group): Change => {
      const { at, by, what, reason } = group.at(-1)!;
      return { at, by, what, reason, count: group.length };
    })
    .toSorted((a, b) => a.at - b.at);
}

function numberIn(subject: string, what: 'run' | 'approval'): number | undefined {
  const found = new RegExp(`\\b${what} (\\d+)`).exec(subject)?.[1];
  return found === undefined ? undefined : Number(found);
}
