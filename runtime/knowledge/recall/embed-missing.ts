/** Makes the vectors of chunks that have none: by TF-IDF always, by a model where there is one. Needs a connection that writes. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Embedder } from './embedder.ts';
import { Frequencies } from './frequencies.ts';
import { quantize } from './quantize.ts';
import { textOf, type EmbeddedChunk } from './text-of.ts';
import { tfIdfVector } from './tf-idf.ts';

/** Whose notes are of the whole index. */
const WHOLE = '';
export const FREQUENCIES_NOTE = 'tf-idf';
/** Chunks that are counted for the weights of words. */
const SAMPLE = 12_000;
/** Vectors in one transaction: a sync that waits for it waits some tens of milliseconds. */
const BATCH = 200;
/** The weights of words are made anew when the index has grown to so many times what it was. */
const GROWN = 2;
const FEW = 200;
/** A model's time for one batch; without a graphics card each text takes a tenth of a second. */
const MODEL_BATCH = 16;
const MODEL_MS = 60_000;

/** As it is noted, JSON. */
export interface FrequenciesNote {
  /** Of the vectors that were weighed so. */
  readonly model: string;
  /** Chunks that the index had. */
  readonly chunks: number;
  /** Chunks counted. */
  readonly total: number;
  readonly counts: string;
}

/** @returns how many vectors were made */
export function embedMissing(db: DatabaseSync, isEnded: () => boolean = () => false): number {
  const { model, frequencies } = weigh(db);
  let made = 0;
  for (const chunks of missing(db, model)) {
    if (isEnded()) return made;
    write(
      db,
      model,
      chunks.map((chunk) => [chunk.id, quantize(tfIdfVector(textOf(chunk), frequencies))]),
    );
    made += chunks.length;
  }
  db.prepare("delete from vectors where model like 'tf-idf:%' and model <> ?").run(model);
  return made;
}

export interface ModelOutcome {
  readonly made: number;
  /** True where its time was up before all were made. */
  readonly more: boolean;
  /** Why it ended before all were made. */
  readonly fault?: string | undefined;
}

export async function embedMissingBy(
  db: DatabaseSync,
  embedder: Embedder,
  options: { readonly signal?: AbortSignal | undefined; readonly budgetMs: number },
): Promise<ModelOutcome> {
  const { signal = new AbortController().signal, budgetMs } = options;
  const until = performance.now() + budgetMs;
  let made = 0;
  try {
    for (const chunks of missing(db, embedder.model, MODEL_BATCH)) {
      if (signal.aborted || performance.now() > until) return { made, more: true };
      const patience = AbortSignal.any([signal, AbortSignal.timeout(MODEL_MS)]);
      const vectors = await embedder.embed(chunks.map(textOf), patience);
      write(
        db,
        embedder.model,
        vectors.map((vector, at) => [chunks[at]!.id, quantize(vector)]),
      );
      made += chunks.length;
    }
  } catch (error) {
    return { made, more: signal.aborted, fault: faultOf(error) };
  }
  // Another model was used before: its vectors cannot be compared with those of a question any more.
  db.prepare("delete from vectors where model not like 'tf-idf:%' and model <> ?").run(embedder.model);
  return { made, more: false };
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'TimeoutError' ? `no answer within ${MODEL_MS} ms` : error.message;
}

type MissingChunk = EmbeddedChunk & { readonly id: number };

function* missing(db: DatabaseSync, model: string, batch = BATCH): Iterable<MissingChunk[]> {
  const ids = (
    db
      .prepare(
        `select c.id from chunks c where not exists
           (select 1 from vectors v where v.chunk = c.id and v.model = ?)`,
      )
      .all(model) as { id: number }[]
  ).map(({ id }) => id);
  const load = db.prepare(
    `select c.id, d.title, c.headings, c.text
       from json_each(?) j join chunks c on c.id = j.value join documents d on d.id = c.document`,
  );
  for (let at = 0; at < ids.length; at += batch) {
    const chunks = load.all(JSON.stringify(ids.slice(at, at + batch))) as unknown as MissingChunk[];
    if (chunks.length > 0) yield chunks;
  }
}

function write(db: DatabaseSync, model: string, vectors: readonly (readonly [number, Int8Array])[]): void {
  transaction(db, () => {
    // A chunk that a sync has removed meanwhile is no error.
    const insert = db.prepare(
      'insert or replace into vectors (chunk, model, vector) select id, ?, ? from chunks where id = ?',
    );
    for (const [id, vector] of vectors)
      insert.run(model, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), id);
  });
}

/** The weights of words in force, made anew where the index has outgrown them. */
function weigh(db: DatabaseSync): { model: string; frequencies: Frequencies } {
  const { chunks } = db.prepare('select count(*) as chunks from chunks').get() as { chunks: number };
  const note = noteOf(db);
  const known = note && Frequencies.fromText(note.counts, note.total);
  if (note && known && chunks <= GROWN * note.chunks + FEW) return { model: note.model, frequencies: known };
  const frequencies = new Frequencies();
  const step = Math.max(1, Math.ceil(chunks / SAMPLE));
  const sample = db
    .prepare(
      `select d.title, c.headings, c.text from chunks c join documents d on d.id = c.document where c.id % ? = 0`,
    )
    .iterate(step) as Iterable<unknown>;
  for (const chunk of sample) frequencies.add(textOf(chunk as EmbeddedChunk));
  const model = `tf-idf:${chunks}`;
  const made: FrequenciesNote = { model, chunks, total: frequencies.total, counts: frequencies.toText() };
  transaction(db, () => {
    run(db, 'insert or replace into notes (source, name, value) values (?, ?, ?)', [
      WHOLE,
      FREQUENCIES_NOTE,
      JSON.stringify(made),
    ]);
    // A number of chunks may come twice: what was weighed otherwise must not be taken for these.
    run(db, 'delete from vectors where model = ?', [model]);
  });
  return { model, frequencies };
}

function noteOf(db: DatabaseSync): FrequenciesNote | undefined {
  const row = db
    .prepare('select value from notes where source = ? and name = ?')
    .get(WHOLE, FREQUENCIES_NOTE) as { value: string } | undefined;
  return row && (JSON.parse(row.value) as FrequenciesNote);
}

function run(db: DatabaseSync, sql: string, values: SQLInputValue[]): void {
  db.prepare(sql).run(...values);
}

function transaction(db: DatabaseSync, work: () => void): void {
  db.exec('begin immediate');
  try {
    work();
    db.exec('commit');
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    throw error;
  }
}
