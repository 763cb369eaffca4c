/** Documents of the index with their whole text, one after the other: all of them at once may be more than there is memory. */
import type { DocumentKind } from '#shared/nouns/knowledge.ts';
import type { OpenIndex } from '../retrieve/open-index.ts';

export interface ReadDocument {
  readonly id: number;
  readonly source: string;
  readonly path: string;
  readonly kind: DocumentKind;
  readonly title: string;
  /** ms since 1970. */
  readonly at: number;
  readonly text: string;
}

/** Kinds that people write; logs and code repeat themselves and mean nothing by it. */
const KINDS = `'markdown', 'text', 'html', 'pdf', 'docx', 'yaml', 'memory'`;
/** UTF-16 units of a document that are looked at. */
const MOST_UNITS = 400_000;

/** Luka's own reports are left out: they would be found like each other. */
export function* readDocuments(index: OpenIndex): Iterable<ReadDocument> {
  const ids = index.all<{ id: number }>(`select id from documents where kind in (${KINDS}) order by id`);
  for (const { id } of ids) {
    const document = readDocument(index, id);
    if (document) yield document;
  }
}

/** @returns undefined where it is gone meanwhile */
export function readDocument(index: OpenIndex, id: number): ReadDocument | undefined {
  const row = index.get<Omit<ReadDocument, 'text'>>(
    'select id, source, path, kind, title, at from documents where id = ?',
    id,
  );
  if (!row) return undefined;
  const chunks = index.all<{ text: string }>('select text from chunks where document = ? order by idx', id);
  const text = chunks.map((chunk) => chunk.text).join('');
  return { ...row, text: text.length > MOST_UNITS ? text.slice(0, MOST_UNITS) : text };
}
