/**
 * The index of knowledge on disk, a SQLite file of its own: it holds nothing that cannot be read again, so that a damaged or
 * outdated one is set aside and made anew. What cannot be read again (sources, memories, conversations) is in the ledger.
 */

/** A file with another number is made anew. */
export const INDEX_VERSION = 1;

export const INDEX_SCHEMA = /* sql */ `
create table documents (
  id integer primary key,
  source text not null,
  -- Absolute path of a file; luka://run/12 of Luka's own.
  path text not null,
  kind text not null,
  title text not null,
  -- Of its front matter, JSON array.
  tags text not null,
  -- ISO 639-1, where it could be told.
  language text,
  -- ms since 1970: of its front matter, else the file's.
  at integer not null,
  bytes integer not null,
  -- Of the file as it was read: size, mtime in ms with all its digits, first 16 bytes of the SHA-256 of its bytes.
  mtime text not null,
  hash blob not null,
  unique (source, path)
) strict;
create index documents_at on documents (at);
create index documents_hash on documents (hash);

-- A chunk's text is kept here once; the tables of words have none of their own.
create table chunks (
  id integer primary key,
  document integer not null references documents on delete cascade,
  idx integer not null,
  line integer not null,
  last_line integer not null,
  -- JSON array, the outermost first.
  headings text not null,
  text text not null,
  unique (document, idx)
) strict;

-- Row ids are those of chunks.
create virtual table words using fts5(
  title, headings, text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
-- Only chunks with a script that has no spaces (Thai, Han, Lao, …): trigrams cost eight times as much.
create virtual table grams using fts5(text, content='', contentless_delete=1, tokenize='trigram');
-- Row ids are those of documents: pieces of titles and paths.
create virtual table names using fts5(title, path, content='', contentless_delete=1, tokenize='trigram');

-- Of meaning: made after the chunks, so a chunk may have none yet. Those of one model can be compared; there are those that
-- Luka computes, and beside them those of a model on this machine, which may not answer tomorrow. Signed bytes.
create table vectors (
  chunk integer not null references chunks on delete cascade,
  model text not null,
  vector blob not null,
  primary key (chunk, model)
) strict;

-- Files that were looked at and not read.
create table skipped (
  source text not null,
  path text not null,
  reason text not null,
  message text not null,
  size integer,
  mtime text,
  primary key (source, path)
) strict, without rowid;

-- Per source: the watcher's snapshot, when it was synced, and the like.
create table notes (
  source text not null,
  name text not null,
  value text not null,
  primary key (source, name)
) strict, without rowid;
`;
