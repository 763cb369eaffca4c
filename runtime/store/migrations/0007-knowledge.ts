/** Sources of knowledge, memories and conversations: what cannot be made anew from documents. */
export const sql = /* sql */ `
create table knowledge_sources (
  id text primary key,
  name text not null,
  -- Absolute.
  folder text not null unique,
  -- JSON arrays of globs, or null.
  include text,
  exclude text,
  -- JSON: 'events', 'manual' or {everySeconds}.
  watch text not null,
  added_at integer not null,
  by_name text not null
) without rowid;

create table memories (
  id integer primary key autoincrement,
  kind text not null,
  text text not null,
  meta text not null,
  importance real not null,
  pinned integer not null,
  at integer not null,
  by_name text not null,
  uses integer not null default 0,
  used_at integer,
  -- The memory that stands for it, where it is a near-duplicate of one.
  merged_into integer references memories
);
create index memories_merged on memories (merged_into) where merged_into is not null;
-- Words of memories that stand for themselves; trigrams, since half of them may be in a script without spaces.
create virtual table memory_words using fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
create virtual table memory_grams using fts5(text, content='', contentless_delete=1, tokenize='trigram');

create table conversations (
  id integer primary key autoincrement,
  title text not null,
  at integer not null
);

create table answers (
  id integer primary key autoincrement,
  conversation integer not null references conversations on delete cascade,
  question text not null,
  at integer not null,
  -- The answer as the API shows it, JSON.
  answer text not null,
  -- 'approve', 'needs-changes' or 'escalate'.
  feedback text
);
create index answers_conversation on answers (conversation, id);
`;
