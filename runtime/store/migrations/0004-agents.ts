/** Changes of LaunchAgents, each a journal of its own: what was, what is to be, and how far it came. */
export const sql = /* sql */ `
create table agent_changes (
  id integer primary key autoincrement,
  label text not null,
  file text not null,
  action text not null,
  state text not null,
  at integer not null,
  ended_at integer,
  -- The actor as JSON.
  actor text not null,
  -- JSON: files with their bytes and jobs with their states, before and after. Enough to finish or undo it.
  plan text not null,
  -- JSON: the steps that ended.
  steps text not null,
  -- The step that was begun, written before it is done.
  begun text,
  before text,
  after text,
  diff text not null,
  findings text not null,
  message text
);
create index agent_changes_label on agent_changes (label, id);
create index agent_changes_going on agent_changes (id) where state = 'going';

-- Since when agents are in the state they are in: launchd does not say.
create table agent_states (
  file text primary key,
  state text not null,
  since integer not null
) without rowid;
`;
