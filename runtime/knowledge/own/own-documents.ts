/** Keeps Luka's own runs, approvals and memories in the index: read from the ledger, in batches, only what is new. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { DocumentKind } from '#shared/nouns/knowledge.ts';
import { toApprovalSummary, type ApprovalRow } from '../../governance/approvals/approval-records.ts';
import { toSummary, type RunRow } from '../../runs/records.ts';
import { sectionsOf } from '../chunks/chunk-markdown.ts';
import { chunkSections } from '../chunks/chunk-sections.ts';
import { guessLanguage } from '../read/guess-language.ts';
import type { IndexWriter } from '../index-store/index-writer.ts';
import { OWN_SOURCE } from '../sync/messages.ts';
import { approvalText, memoryText, runText, type OwnText, type StepWords } from './own-text.ts';

const BATCH = 200;
/** What ran before is history that nobody looks for by words, and there may be millions. */
const OLDEST_MS = 90 * 86_400_000;
const MOST_RUNS = 20_000;
const OVERLAP_MS = 60_000;

interface OwnDocument extends OwnText {
  readonly kind: DocumentKind;
  readonly id: number;
  /** ms since 1970. */
  readonly at: number;
}

interface MemoryRow {
  readonly id: number;
  readonly kind: string;
  readonly text: string;
  readonly at: number;
}

export interface OwnRound {
  readonly signal: AbortSignal;
  /** Of documents that were added, changed, removed by a batch. */
  readonly onBatch: (added: number, changed: number, removed: number) => void;
}

export class OwnDocuments {
  readonly #ledger: DatabaseSync;
  readonly #db: DatabaseSync;
  readonly #writer: IndexWriter;
  #documents: number;
  /** Runs in the ledger at the last look. */
  #runsThere = Infinity;

  /** @param ledger may be opened to read only */
  constructor(options: { ledger: DatabaseSync; db: DatabaseSync; writer: IndexWriter }) {
    this.#ledger = options.ledger;
    this.#db = options.db;
    this.#writer = options.writer;
    this.#documents = (
      this.#db
        .prepare(`select count(*) as n from documents where source = ? and path like 'luka://%'`)
        .get(OWN_SOURCE) as { n: number }
    ).n;
  }

  get documents(): number {
    return this.#documents;
  }

  async sync(round: OwnRound): Promise<void> {
    await this.#runs(round);
    await this.#approvals(round);
    await this.#memories(round);
    await this.#gone(round);
  }

  async #runs({ signal, onBatch }: OwnRound): Promise<void> {
    let [at, id] = this.#mark('runs');
    // The clock may have been set back a little: runs of the last moments are looked at again.
    [at, id] = [at === 0 ? this.#firstEnd() : at - OVERLAP_MS, 0];
    while (!signal.aborted) {
      const rows = this.#all<RunRow>(
        'select * from runs where ended_at is not null and (ended_at, id) > (?, ?) order by ended_at, id limit ?',
        at,
        id,
        BATCH,
      );
      const last = rows.at(-1);
      if (!last) return;
      [at, id] = [last.ended_at ?? 0, last.id];
      const put = rows.map((row) => this.#ownOfRun(row));
      onBatch(...this.#put(put, ['runs', at, id]), 0);
      await nextTurn();
    }
  }

  async #approvals({ signal, onBatch }: OwnRound): Promise<void> {
    let [at, id] = this.#mark('approvals');
    while (!signal.aborted) {
      const rows = this.#all<ApprovalRow & { changed: number }>(
        `select * from (select *, coalesce(decided_at, requested_at) as changed from approvals)
         where (changed, id) > (?, ?) order by changed, id limit ?`,
        at,
        id,
        BATCH,
      );
      const last = rows.at(-1);
      if (!last) break;
      [at, id] = [last.changed, last.id];
      const put = rows.map((row) =>
        own('approval', row.id, row.requested_at, approvalText(toApprovalSummary(row))),
      );
      onBatch(...this.#put(put, ['approvals', at, id]), 0);
      await nextTurn();
    }
    if (signal.aborted) return;
    // A yes that was taken back was decided long before.
    const revoked = this.#all<ApprovalRow>("select * from approvals where state = 'revoked'");
    const put = revoked.map((row) =>
      own('approval', row.id, row.requested_at, approvalText(toApprovalSummary(row))),
    );
    onBatch(...this.#put(put), 0);
  }

  /** They are changed and forgotten, and there are few: all are looked at. */
  async #memories({ signal, onBatch }: OwnRound): Promise<void> {
    const known = new Map(
      (
        this.#db
          .prepare(`select id, path from documents where source = ? and path like 'luka://memory/%'`)
          .all(OWN_SOURCE) as { id: number; path: string }[]
      ).map(({ id, path }) => [path, id]),
    );
    for (let id = 0; !signal.aborted;) {
      const rows = this.#all<MemoryRow>(
        'select id, kind, text, at from memories where merged_into is null and id > ? order by id limit ?',
        id,
        BATCH,
      );
      const last = rows.at(-1);
      if (!last) break;
      id = last.id;
      for (const row of rows) known.delete(`luka://memory/${row.id}`);
      const put = rows.map((row) => own('memory', row.id, row.at, memoryText(row)));
      onBatch(...this.#put(put), 0);
      await nextTurn();
    }
    if (signal.aborted || known.size === 0) return;
    this.#remove([...known.values()]);
    onBatch(0, 0, known.size);
  }

  /** What retention took from the ledger has no page any more. It shows by there being fewer runs; nothing else removes any. */
  async #gone({ signal, onBatch }: OwnRound): Promise<void> {
    const there = this.#all<{ n: number }>('select count(*) as n from runs')[0]?.n ?? 0;
    const isFewer = there < this.#runsThere;
    if (!isFewer) {
      this.#runsThere = there;
      return;
    }
    for (const kind of ['run', 'approval'] as const) {
      const has = this.#ledger.prepare(`select 1 from ${kind}s where id = ?`);
      const known = this.#db
        .prepare('select id, path from documents where source = ? and path like ?')
        .all(OWN_SOURCE, `luka://${kind}/%`) as { id: number; path: string }[];
      for (let from = 0; from < known.length; from += BATCH) {
        const gone = known
          .slice(from, from + BATCH)
          .filter(({ path }) => has.get(Number(path.slice(path.lastIndexOf('/') + 1))) === undefined);
        if (signal.aborted) return;
        this.#remove(gone.map(({ id }) => id));
        if (gone.length > 0) onBatch(0, 0, gone.length);
        await nextTurn();
      }
    }
    this.#runsThere = there;
  }

  #remove(documents: readonly number[]): void {
    if (documents.length === 0) return;
    this.#writer.transaction(() => {
      for (const id of documents) this.#writer.remove(id);
    });
    this.#documents -= documents.length;
  }

  #ownOfRun(row: RunRow): OwnDocument {
    const steps = this.#all<{
      name: string;
      state: string;
      exit_code: number | null;
      message: string | null;
    }>(
      'select name, state, exit_code, message from steps where run = ? and attempt = ? order by idx',
      row.id,
      row.attempt,
    ).map(({ name, state, exit_code, message }): StepWords => ({
      name,
      state,
      exitCode: exit_code,
      message,
    }));
    const checks = this.#all<{ name: string; outcome: 'passed'; message: string }>(
      'select name, outcome, message from check_results where run = ? and attempt = ? order by idx',
      row.id,
      row.attempt,
    );
    const at = row.ended_at ?? row.queued_at;
    return own('run', row.id, at, runText(toSummary(row), steps, checks));
  }

  /** @returns how many were added and changed */
  #put(
    all: readonly OwnDocument[],
    mark?: readonly [name: string, at: number, id: number],
  ): [added: number, changed: number] {
    let added = 0;
    let changed = 0;
    this.#writer.transaction(() => {
      for (const { kind, id, at, title, tags, text } of all) {
        const path = `luka://${kind}/${id}`;
        const hash = createHash('sha256')
          .update(`${title}\n${tags.join('\n')}\n${text}`)
          .digest()
          .subarray(0, 16);
        const before = this.#db
          .prepare('select id, hash from documents where source = ? and path = ?')
          .get(OWN_SOURCE, path) as { id: number; hash: Uint8Array } | undefined;
        if (before && hash.equals(before.hash)) continue;
        if (before) changed += 1;
        else added += 1;
        this.#writer.put({
          id: before?.id,
          source: OWN_SOURCE,
          path,
          kind,
          title,
          tags,
          language: guessLanguage(text),
          at,
          bytes: Buffer.byteLength(text),
          mtime: String(at),
          hash,
          text,
          chunks: chunkSections(text, sectionsOf(text)),
        });
      }
      if (mark) this.#writer.note(OWN_SOURCE, mark[0], `${mark[1]} ${mark[2]}`);
    });
    this.#documents += added;
    return [added, changed];
  }

  /** Up to where the ledger was read: a moment, and the id of what was the last of that moment. */
  #mark(name: string): [at: number, id: number] {
    const [at = 0, id = 0] = (this.#writer.noteOf(OWN_SOURCE, name) ?? '').split(' ').map(Number);
    return [at || 0, id || 0];
  }

  #firstEnd(): number {
    const [row] = this.#all<{ at: number }>(
      'select ended_at as at from runs where ended_at is not null order by ended_at desc limit 1 offset ?',
      MOST_RUNS,
    );
    return Math.max(row?.at ?? 0, Date.now() - OLDEST_MS);
  }

  #all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#ledger.prepare(sql).all(...values) as Row[];
  }
}

function own(kind: DocumentKind, id: number, at: number, text: OwnText): OwnDocument {
  return { kind, id, at, ...text };
}
