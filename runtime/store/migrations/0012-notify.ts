/** What is told to whom, and by when tasks must have succeeded. */
export const sql = /* sql */ `
create table notices (
  id integer primary key autoincrement,
  -- What happened: the same thing makes one notice, however often it is read.
  key text not null unique,
  at integer not null,
  kind text not null,
  severity text not null,
  about text not null,
  body text not null
);
create index notices_at on notices (at);
create index notices_about on notices (about, id);

create table notify_messages (
  seq integer primary key autoincrement,
  id text not null unique,
  channel text not null,
  state text not null,
  attempts integer not null default 0,
  body text not null,
  created_at integer not null,
  next_at integer not null,
  ended_at integer,
  answer text
);
create index notify_messages_open on notify_messages (channel, seq) where ended_at is null;
create index notify_messages_state on notify_messages (state, seq);
create index notify_messages_channel on notify_messages (channel, state, seq);
create index notify_messages_made on notify_messages (channel, created_at);
create index notify_messages_ended on notify_messages (ended_at) where ended_at is not null;

-- A notice on its way to a channel, until a message takes it along.
create table notify_waiting (
  channel text not null,
  notice integer not null references notices (id),
  primary key (channel, notice)
) without rowid;
create index notify_waiting_notice on notify_waiting (notice);

create table sla_watch (
  task text primary key,
  spec text not null,
  -- Deadlines up to here are judged.
  judged_to integer not null
) without rowid;
create table sla_outcomes (
  task text not null,
  deadline integer not null,
  state text not null,
  reason text not null,
  at integer not null,
  primary key (task, deadline)
) without rowid;
create index runs_durations on runs (task, id, duration_ms) where state = 'succeeded' and duration_ms is not null;
`;
