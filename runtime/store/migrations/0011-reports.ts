/** Reports of days and weeks: what was written, so that a file that a person changed is known. */
export const sql = /* sql */ `
create table reports (
  -- The file's name without its end.
  name text primary key,
  -- 'day' or 'week'.
  kind text not null,
  -- The day, or the Monday of the week.
  day text not null,
  made_at integer not null,
  -- SHA-256 of both files as they were written.
  text_hash text not null,
  page_hash text not null,
  headline text not null,
  failed integer not null,
  needs integer not null,
  by_name text not null
) without rowid;
create index reports_of on reports (kind, day, made_at);
-- What was decided and changed in a time.
create index audit_at on audit (at);
`;
