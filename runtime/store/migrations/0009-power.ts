/** Who kept the machine awake, when it slept, what it was fed by. */
export const sql = /* sql */ `
-- Holds that a person asked for, and that are still wanted: they outlive a restart.
create table person_holds (
  id text primary key,
  kind text not null,
  by_name text not null,
  since integer not null,
  until_at integer,
  while_run integer,
  while_tasks integer,
  reason text not null
) without rowid;

-- Stretches in which a hold was held, or was wanted and not held because of something.
create table hold_spans (
  id integer primary key,
  hold text not null,
  kind text not null,
  owner text not null,
  -- Where it is a run's.
  run integer,
  from_at integer not null,
  -- Null while it goes on.
  to_at integer,
  reason text not null,
  not_held_because text
);
create index hold_spans_run on hold_spans (run) where run is not null;
create index hold_spans_to on hold_spans (to_at);
create index hold_spans_open on hold_spans (id) where to_at is null;

-- 'sleep' and 'dark_wake'. A night has many of both.
create table sleeps (
  id integer primary key,
  kind text not null,
  from_at integer not null,
  to_at integer not null,
  reason text,
  source text not null
);
create index sleeps_to on sleeps (to_at);

-- Readings that differ from the one before in more than the charge.
create table power_sources (
  id integer primary key,
  at integer not null,
  -- 'ac', 'battery' or 'unknown'.
  source text not null,
  percent integer,
  low_power integer
);
create index power_sources_at on power_sources (at);

-- How long the attempts of a run took by both clocks, ms.
create table run_clocks (
  run integer primary key,
  wall_ms integer not null,
  monotonic_ms integer not null
);
`;
