/** The first ledger: runs, their attempts and steps, the event stream, and sign-ins of the UI. */
export const sql = /* sql */ `
create table definitions (
  hash text primary key,
  body text not null
) without rowid;

create table runs (
  id integer primary key autoincrement,
  task text,
  title text not null,
  state text not null,
  rank integer not null,
  cause text not null,
  params text not null,
  definition_hash text not null references definitions (hash),
  task_file text,
  order_id text,
  order_file text,
  order_extras text,
  idempotency_key text unique,
  request_hash text,
  queued_at integer not null,
  started_at integer,
  ended_at integer,
  duration_ms real,
  exit_code integer,
  signal text,
  error_code text,
  message text
);
create index runs_queue on runs (rank, id) where state = 'queued';
create index runs_active on runs (state, id) where state in ('queued', 'awaiting_approval', 'running');
create index runs_task on runs (task, id);
create index runs_ended on runs (ended_at) where ended_at is not null;

create table attempts (
  run integer not null references runs (id),
  number integer not null,
  state text not null,
  started_at integer not null,
  ended_at integer,
  boot_id text not null,
  primary key (run, number)
) without rowid;

create table steps (
  run integer not null,
  attempt integer not null,
  idx integer not null,
  step_id text,
  name text not null,
  kind text not null,
  optional integer not null,
  state text not null,
  command text not null,
  cwd text,
  pid integer,
  pid_started text,
  started_at integer,
  ended_at integer,
  exit_code integer,
  signal text,
  message text,
  outputs text,
  primary key (run, attempt, idx),
  foreign key (run, attempt) references attempts (run, number)
) without rowid;

create table events (
  seq integer primary key autoincrement,
  at integer not null,
  type text not null,
  run integer,
  task text,
  data text not null
);

create table sessions (
  token_hash text primary key,
  created_at integer not null,
  expires_at integer not null
) without rowid;
`;
