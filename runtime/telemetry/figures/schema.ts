/**
 * The tables of telemetry.db. Raw rows, what they come to in each hour and each day, and how far the ledger was read. It is a
 * file of its own because a roll-up that writes for a second would keep the ledger's lock from a run that wants to start.
 */
const TALLY = /* sql */ `
  runs integer not null,
  succeeded integer not null,
  failed integer not null,
  timed_out integer not null,
  interrupted integer not null,
  denied integer not null,
  cancelled integer not null,
  flips integer not null,
  retried integer not null,
  -- ms of all runs together, and of the successes.
  total_ms integer not null,
  ok_ms integer not null,
  ok_min integer,
  ok_max integer,
  wait_max integer,
  scheduled integer not null,
  late_max integer,
  -- Histograms: see histogram.ts.
  durations text not null,
  waits text not null,
  lates text not null`;

const first = /* sql */ `
create table marks (name text primary key, value text not null) without rowid;

-- Runs that ended. A run's number can come again in a ledger that was made anew; when it was queued does not.
create table runs (
  run integer not null,
  queued_at integer not null,
  -- '' for work orders.
  task text not null,
  state text not null,
  cause text not null,
  ended_at integer not null,
  duration_ms integer,
  wait_ms integer,
  late_ms integer,
  attempt integer not null,
  -- 1 where it ended another way than the run before.
  flip integer not null,
  -- Where it is counted, by the zone that was the person's when it was noted: the start of the hour (ms), the day as
  -- 20260329, when that begins (ms), and the hour of the week from Monday 0:00.
  hour integer not null,
  day integer not null,
  day_at integer not null,
  cell integer not null,
  primary key (run, queued_at)
) without rowid;
create index runs_ended on runs (ended_at);
create index runs_task on runs (task, ended_at);
create index runs_hour on runs (hour, task);
create index runs_day on runs (day, task);

-- The task '*' is all of them together: a year of what is not asked task by task is a row a day.
create table run_hours (hour integer not null, task text not null, cell integer not null, ${TALLY},
  primary key (task, hour)) without rowid;
create index run_hours_hour on run_hours (hour);
create table run_days (day integer not null, task text not null, at integer not null, ${TALLY},
  primary key (task, day)) without rowid;
create index run_days_day on run_days (day);

-- Events by type, and due moments by what became of them ('slot:missed'). The events themselves are in the ledger.
create table event_hours (hour integer not null, name text not null, n integer not null, primary key (hour, name)) without rowid;
create table event_days (day integer not null, name text not null, at integer not null, n integer not null,
  primary key (day, name)) without rowid;

create table gauges (id integer primary key, name text not null unique);
create table samples (at integer not null, gauge integer not null, value real not null, primary key (at, gauge)) without rowid;
create table sample_hours (hour integer not null, gauge integer not null, n integer not null, sum real not null,
  low real not null, high real not null, last real not null, last_at integer not null, primary key (hour, gauge)) without rowid;
create table sample_days (day integer not null, gauge integer not null, at integer not null, n integer not null, sum real not null,
  low real not null, high real not null, last real not null, last_at integer not null, primary key (day, gauge)) without rowid;

create table unusual (
  run integer not null,
  queued_at integer not null,
  task text not null,
  at integer not null,
  day integer not null,
  duration_ms integer not null,
  usual_ms integer not null,
  low_ms integer not null,
  high_ms integer not null,
  history integer not null,
  primary key (run, queued_at)
) without rowid;
create index unusual_at on unusual (at);
create index unusual_task on unusual (task, at);

-- How each task ended last, and what it said it takes by hand: known of those that are gone, too.
create table tasks (
  task text primary key,
  last_outcome text,
  last_ok_run integer,
  last_ok_queued integer,
  by_hand_ms integer
) without rowid;
`;

/** In order, as those of the ledger. */
export const TELEMETRY_SCHEMA: readonly string[] = [first];
/** Reads the first pages of what is largest: most damage shows there. */
export const TELEMETRY_PROBES: readonly string[] = [
  'select max(ended_at) from runs',
  'select max(day) from run_days',
  'select max(at) from samples',
];
