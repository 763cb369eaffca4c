/** Slots, absences, pauses, quarantine and webhooks; attempts that fail and are repeated. */
export const sql = /* sql */ `
create table slots (
  task text not null,
  -- The trigger's key within its task: see schedule/trigger-key.ts.
  trigger text not null,
  due integer not null,
  -- One row may stand for many moments that a long absence covered: the last of them and how many.
  last_due integer not null,
  count integer not null default 1,
  kind text not null,
  -- 'waiting' or 'held' while open, then the outcome.
  state text not null,
  code text not null,
  reason text not null,
  run integer references runs (id),
  decided_at integer not null,
  wait_until integer,
  -- What an event was about, as JSON: needed to run it once it may.
  subject text,
  primary key (task, trigger, due)
) without rowid;
create index slots_due on slots (due);
create index slots_task on slots (task, due);
-- Entries that stand for many moments reach further than their start tells.
create index slots_long on slots (last_due) where count > 1;
create index slots_open on slots (state) where state in ('waiting', 'held');

-- Up to where each trigger was accounted for: see schedule/trigger-book.ts.
create table triggers (
  task text not null,
  trigger text not null,
  accounted integer not null,
  primary key (task, trigger)
) without rowid;

create table away (
  id integer primary key,
  kind text not null,
  from_at integer not null,
  to_at integer not null,
  source text not null
);
create index away_to on away (to_at);

create table pauses (
  id integer primary key autoincrement,
  scope text not null,
  target text not null,
  from_at integer not null,
  until_at integer,
  reason text,
  ended_at integer
);

create table task_health (
  task text primary key,
  failures integer not null,
  -- How often in a row it came back from quarantine and failed at once.
  relapses integer not null default 0,
  quarantined_at integer,
  release_at integer,
  reason text
) without rowid;

-- What a task was at a time: ready, disabled, invalid, gone. One row for each change.
create table task_states (
  task text not null,
  at integer not null,
  state text not null,
  primary key (task, at)
) without rowid;

create table hooks (
  task text primary key,
  token text not null unique,
  created_at integer not null
) without rowid;

-- Where something stands: last seen alive, events that were taken account of, the login that was seen.
create table marks (
  name text primary key,
  value text not null
) without rowid;

-- A run's place in the queue: when it was queued, later by its priority. The smaller, the sooner. It never changes,
-- so that waiting alone brings a run forward: see queue/turn.ts.
alter table runs add column turn integer not null default 0;
update runs set turn = queued_at + rank * 900000;
alter table runs add column ready_at integer;
alter table runs add column group_name text;
alter table runs add column attempt integer not null default 1;
alter table runs add column max_attempts integer not null default 1;
drop index runs_queue;
create index runs_queue on runs (turn, id) where state = 'queued';

alter table attempts add column exit_code integer;
alter table attempts add column signal text;
alter table attempts add column error_code text;
alter table attempts add column message text;

-- What is asked often: the runs of a task that wait or go, the newest verdict on it, bad ends, and how many ended well of
-- late. Partial indexes: a query must say the same condition word for word.
create index runs_active_task on runs (task, id) where state in ('queued', 'awaiting_approval', 'running');
create index runs_verdict on runs (task, id)
  where state in ('succeeded', 'failed', 'timed_out', 'interrupted', 'denied');
create index runs_bad on runs (task, id) where state in ('failed', 'timed_out', 'interrupted', 'denied');
drop index runs_ended;
create index runs_ended on runs (ended_at, state) where ended_at is not null;
create index events_cancelling on events (run) where type = 'run.cancelling';
`;
