/** Gates, approvals, checks, verdicts, clients, and an audit that can only be added to. */
export const sql = /* sql */ `
-- The gate's verdict as JSON; null until the run was judged. Nothing starts that was not.
alter table runs add column gate text;
alter table runs add column approval integer;
-- 'waiting', 'accepted' or 'rejected' where a human has a word in it.
alter table runs add column validation text;
create index runs_unjudged on runs (id) where state = 'queued' and gate is null;
create index runs_validation on runs (validation, id) where validation is not null;

alter table attempts add column confined text;

create table approvals (
  id integer primary key autoincrement,
  state text not null,
  run integer not null references runs (id),
  task text,
  title text not null,
  hash text not null,
  -- Exactly what would run, written out for people.
  work text not null,
  verdict text not null,
  cause text not null,
  requested_at integer not null,
  requested_by text not null,
  expires_at integer not null,
  decided_at integer,
  decided_by text,
  note text,
  grant_json text,
  -- Runs it still lets through, where they are counted; until when, where it is a date.
  uses_left integer,
  good_until integer
);
create index approvals_pending on approvals (expires_at) where state = 'pending';
create index approvals_hash on approvals (hash, id);
create index approvals_task on approvals (task, id);
create index approvals_run on approvals (run);

create table check_results (
  run integer not null,
  attempt integer not null,
  idx integer not null,
  kind text not null,
  name text not null,
  level text not null,
  outcome text not null,
  message text not null,
  primary key (run, attempt, idx)
) without rowid;

create table verdicts (
  run integer primary key references runs (id),
  verdict text not null,
  reason text,
  by_name text not null,
  at integer not null
) without rowid;

create table clients (
  id integer primary key autoincrement,
  name text not null,
  role text not null,
  scopes text not null,
  token_hash text not null unique,
  created_at integer not null,
  expires_at integer,
  revoked_at integer,
  last_used_at integer
);
create unique index clients_name on clients (name) where revoked_at is null;

create table audit (
  seq integer primary key autoincrement,
  -- The row as it was hashed: canonical JSON.
  body text not null,
  -- SHA-256 of the hash before it and the body.
  hash text not null,
  -- Out of the body, for looking things up.
  at integer not null,
  action text not null,
  actor text not null
);
create index audit_action on audit (action, seq);
create index audit_actor on audit (actor, seq);
create trigger audit_no_update before update on audit begin select raise(abort, 'the audit is only added to'); end;
create trigger audit_no_delete before delete on audit begin select raise(abort, 'the audit is only added to'); end;

-- Whose hand a task file is by, where it was changed through the API: the hash of its bytes then.
create table task_authors (
  task text primary key,
  file_hash text not null,
  actor text not null
) without rowid;
`;
