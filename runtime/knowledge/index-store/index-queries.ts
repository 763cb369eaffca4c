/** Short questions about documents, asked of the index by whoever may not wait: by their keys or in the order of an index. */
import { existsSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { DocumentKind, KnowledgeDocument, SkippedFile } from '#shared/nouns/knowledge.ts';
import { isoAt } from '../../clock.ts';

/** UTF-16 units of a document that are shown. */
const MOST_SHOWN = 400_000;

interface DocumentRow {
  readonly id: number;
  readonly source: string;
  readonly path: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly tags: string;
  readonly language: string | null;
  readonly at: number;
  readonly bytes: number;
  readonly chunks: number;
}

const COLUMNS = `id, source, path, kind, title, tags, language, at, bytes,
  -- Their numbers have no gaps: of a document with very many it would take long to count them.
  coalesce((select max(idx) + 1 from chunks where chunks.document = documents.id), 0) as chunks`;

export interface Page {
  readonly source?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

export class IndexQueries {
  readonly #file: string;
  #db: DatabaseSync | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Another file has the name now. */
  reopen(): void {
    this.close();
  }

  close(): void {
    this.#db?.close();
    this.#db = undefined;
  }

  /** The newest first. @throws LukaError knowledge_unavailable */
  documents({ source, limit, offset }: Page): KnowledgeDocument[] {
    const rows =
      source === undefined
        ? this.#all<DocumentRow>(
            `select ${COLUMNS} from documents order by at desc, id desc limit ? offset ?`,
            limit,
            offset,
          )
        : this.#all<DocumentRow>(
            `select ${COLUMNS} from documents where source = ? order by at desc, id desc limit ? offset ?`,
            source,
            limit,
            offset,
          );
    return rows.map(toDocument);
  }

  /** @throws LukaError document_unknown, knowledge_unavailable */
  document(id: number): KnowledgeDocument & { text: string; cut: boolean } {
    const [row] = this.#all<DocumentRow>(`select ${COLUMNS} from documents where id = ?`, id);
    if (!row) throw new LukaError('document_unknown', { message: `there is no document ${id}` });
    let text = '';
    let cut = false;
    const most = Math.ceil(MOST_SHOWN / 100);
    for (const { text: piece } of this.#all<{ text: string }>(
      'select text from chunks where document = ? order by idx limit ?',
      id,
      most,
    )) {
      if (text.length + piece.length > MOST_SHOWN) {
        cut = true;
        break;
      }
      text += piece;
    }
    return { ...toDocument(row), text, cut: cut || row.chunks > most };
  }

  /** @throws LukaError knowledge_unavailable */
  skipped({ source, limit, offset }: Page): SkippedFile[] {
    const where = source === undefined ? '' : 'where source = ?';
    return this.#all<SkippedFile>(
      `select source, path, reason, message from skipped ${where} order by source, path limit ? offset ?`,
      ...(source === undefined ? [] : [source]),
      limit,
      offset,
    ).map(({ source, path, reason, message }) => ({ source, path, reason, message }));
  }

  #all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    try {
      return this.#open()
        .prepare(sql)
        .all(...values) as Row[];
    } catch (error) {
      if (error instanceof LukaError) throw error;
      this.close();
      throw new LukaError('knowledge_unavailable', { cause: error });
    }
  }

  #open(): DatabaseSync {
    if (this.#db) return this.#db;
    if (!existsSync(this.#file)) throw new LukaError('knowledge_unavailable');
    const db = new DatabaseSync(this.#file, { readOnly: true });
    // In WAL mode a reader waits for nobody, but for one who recovers the log.
    db.exec('pragma busy_timeout = 50; pragma cache_size = -2048;');
    return (this.#db = db);
  }
}

function toDocument({ tags, language, at, ...row }: DocumentRow): KnowledgeDocument {
  return {
    ...row,
    tags: JSON.parse(tags) as string[],
    at: isoAt(at),
    ...(language === null ? {} : { language }),
  };
}
