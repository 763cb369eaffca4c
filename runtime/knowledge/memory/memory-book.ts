/** What Luka was told to keep in mind: remembered, recalled, changed, forgotten. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { MemoryDraft, type Memory, type MemoryKind } from '#shared/nouns/memory.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { Clock } from '../../clock.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { FoundMemories, MemoryCounts } from './jobs.ts';
import type { LedgerReader } from './ledger-reader.ts';
import { toMemory, type MemoryRow } from './memory-rows.ts';
import { saysNearlyTheSame } from './same-words.ts';

/** Recalled again within this, it is one use: a page that asks at every key would count each. */
const USE_MS = 3_600_000;

export interface MemoryBookOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly reader: LedgerReader;
  /** Hears why a use was not noted: whoever recalled has the answer all the same. */
  readonly onError: (error: unknown) => void;
}

export interface RecallRequest {
  readonly q?: string | undefined;
  readonly kind?: MemoryKind | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
}

export class MemoryBook {
  readonly #options: MemoryBookOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: MemoryBookOptions) {
    this.#options = options;
  }

  /**
   * Durable when it resolves. What says nearly the same stays as it is and is stood for by the new one; the very same again
   * makes the one that is there heavier.
   * @throws LukaError knowledge_unavailable, ledger_unavailable, disk_full
   */
  remember(draft: MemoryDraft, by: Actor): Promise<Memory> {
    // One after the other: two that say the same at once must see each other.
    const done = this.#last.then(() => this.#remember(draft, by));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #remember(draft: MemoryDraft, by: Actor): Promise<Memory> {
    const { store, clock, reader } = this.#options;
    const { kind, text, meta, importance, pinned } = MemoryDraft.parse(draft);
    const near = (await reader.ask('near', { kind, text })).filter((one) =>
      saysNearlyTheSame(one.text, text),
    );
    const written = JSON.stringify(meta);
    const same = near.find((one) => one.text === text && one.meta === written);
    const id = await store.write((tx) => {
      const now = clock.now();
      // Forgotten meanwhile, or merged: only those that still stand for themselves.
      const standing = near.filter(
        (one) => tx.get('select 1 from memories where id = ? and merged_into is null', one.id) !== undefined,
      );
      if (same && standing.includes(same)) {
        tx.run(
          'update memories set importance = max(importance, ?), pinned = max(pinned, ?), uses = uses + 1, used_at = ? where id = ?',
          importance,
          Number(pinned),
          now,
          same.id,
        );
        tx.emit({ type: 'memory.changed', data: { memory: same.id, what: 'remembered' } });
        return same.id;
      }
      const { lastId } = tx.run(
        'insert into memories (kind, text, meta, importance, pinned, at, by_name) values (?, ?, ?, ?, ?, ?, ?)',
        kind,
        text,
        written,
        importance,
        Number(pinned),
        now,
        by.name,
      );
      indexWords(tx, lastId, text);
      for (const { id } of standing) mergeInto(tx, id, lastId);
      tx.emit({
        type: 'memory.changed',
        data: { memory: lastId, what: 'remembered', merged: standing.map(({ id }) => id) },
      });
      return lastId;
    });
    return this.get(id);
  }

  /** @throws LukaError memory_unknown */
  get(id: number): Memory {
    const { store, clock } = this.#options;
    const originals = store
      .all<{ id: number }>('select id from memories where merged_into = ? order by id', id)
      .map((row) => row.id);
    return toMemory(this.#row(id), clock.now(), originals);
  }

  /**
   * Those that fit the question, and each counts as used; all of them without one.
   * @throws LukaError knowledge_unavailable
   */
  async recall(request: RecallRequest): Promise<{ memories: Memory[]; total: number }> {
    const { memories, total } = await this.find(request);
    if ((request.q ?? '').trim() !== '') this.noteUses(memories.map(({ id }) => id));
    return { memories: memories.map(({ score: _score, ...memory }) => memory), total };
  }

  /** The same with scores, 0 to 1, and nothing counts as used. @throws LukaError knowledge_unavailable */
  find({ q = '', kind, limit, offset = 0 }: RecallRequest): Promise<FoundMemories> {
    return this.#options.reader.ask('find', { q, kind, limit, offset, now: this.#options.clock.now() });
  }

  noteUses(ids: readonly number[]): void {
    if (ids.length === 0) return;
    const { store, clock, onError } = this.#options;
    const now = clock.now();
    try {
      store.commit((tx) =>
        tx.run(
          `update memories set uses = uses + 1, used_at = ?
         where id in (select value from json_each(?)) and coalesce(used_at, 0) <= ?`,
          now,
          JSON.stringify(ids),
          now - USE_MS,
        ),
      );
    } catch (error) {
      onError(error);
    }
  }

  /** @throws LukaError knowledge_unavailable */
  counts(): Promise<MemoryCounts> {
    return this.#options.reader.ask('counts', {});
  }

  /** @throws LukaError memory_unknown, ledger_unavailable */
  async change(
    id: number,
    change: { pinned?: boolean | undefined; importance?: number | undefined; text?: string | undefined },
  ): Promise<Memory> {
    const row = this.#row(id);
    const { pinned = row.pinned === 1, importance = row.importance, text = row.text } = change;
    await this.#options.store.write((tx) => {
      tx.run(
        'update memories set pinned = ?, importance = ?, text = ? where id = ?',
        Number(pinned),
        importance,
        text,
        id,
      );
      if (text !== row.text && row.merged_into === null) {
        forgetWords(tx, id);
        indexWords(tx, id, text);
      }
      tx.emit({ type: 'memory.changed', data: { memory: id, what: 'changed' } });
    });
    return this.get(id);
  }

  /**
   * For good, with the near-duplicates that it stands for: what stayed of them would say the same. The audit keeps who and
   * when, and not the text.
   * @throws LukaError memory_unknown, ledger_unavailable
   */
  async forget(id: number, by: Actor): Promise<void> {
    const { kind } = this.#row(id);
    const { store, audit } = this.#options;
    await store.write((tx) => {
      const originals = tx.run('delete from memories where merged_into = ?', id).changes;
      tx.run('delete from memories where id = ?', id);
      forgetWords(tx, id);
      audit.append(tx, {
        actor: by,
        action: 'memory.forgotten',
        subject: `memory ${id}`,
        ...(originals === 0 ? {} : { reason: `with ${originals} that said nearly the same` }),
        before: { kind },
      });
      tx.emit({ type: 'memory.changed', data: { memory: id, what: 'forgotten' } });
    });
  }

  #row(id: number): MemoryRow {
    const row = this.#options.store.get<MemoryRow>('select * from memories where id = ?', id);
    if (!row) throw new LukaError('memory_unknown', { message: `there is no memory ${id}` });
    return row;
  }
}

/** `id` is kept as it was; `into` has its weight, and those that it stood for. */
function mergeInto(tx: Transaction, id: number, into: number): void {
  tx.run(
    `update memories set
       importance = max(importance, (select importance from memories where id = ?1)),
       pinned = max(pinned, (select pinned from memories where id = ?1)),
       uses = uses + (select uses from memories where id = ?1),
       used_at = max(coalesce(used_at, 0), coalesce((select used_at from memories where id = ?1), 0))
     where id = ?2`,
    id,
    into,
  );
  tx.run('update memories set used_at = null where id = ? and used_at = 0', into);
  tx.run('update memories set merged_into = ? where id = ? or merged_into = ?', into, id, id);
  forgetWords(tx, id);
}

function indexWords(tx: Transaction, id: number, text: string): void {
  tx.run('insert into memory_words (rowid, text) values (?, ?)', id, text);
  tx.run('insert into memory_grams (rowid, text) values (?, ?)', id, text);
}

function forgetWords(tx: Transaction, id: number): void {
  tx.run('delete from memory_words where rowid = ?', id);
  tx.run('delete from memory_grams where rowid = ?', id);
}
