/** Services and adopted agents. */
export const sql = /* sql */ `
-- 1 where the run is a life of a service: it stands beside the limits that other runs share.
alter table runs add column service integer;
create index runs_services on runs (turn, id) where state = 'queued' and service = 1;

-- Services that somebody stopped: they stay so until somebody starts them.
create table stopped_services (
  task text primary key,
  at integer not null,
  by_name text not null
) without rowid;

-- launchd jobs that became tasks.
create table adoptions (
  id integer primary key autoincrement,
  task text not null,
  label text not null,
  -- Absolute path of the plist.
  file text not null,
  -- SHA-256 of the task's file as it was written.
  task_hash text not null,
  -- 'begun', 'done', 'undone', 'given_back' or 'stuck'.
  state text not null,
  -- The change that disabled the agent, in the history of agents.
  change integer,
  by_name text not null,
  at integer not null,
  ended_at integer,
  message text
);
create index adoptions_task on adoptions (task, id);
create index adoptions_open on adoptions (id) where state = 'begun';
`;
