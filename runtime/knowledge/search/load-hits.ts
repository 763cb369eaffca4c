/** Hits as they are shown: with the text around them, and the place to open. */
import type { DocumentKind, SearchHit } from '#shared/nouns/knowledge.ts';
import type { OpenIndex } from '../retrieve/open-index.ts';
import { isoAt } from '../../clock.ts';
import type { Term } from './query.ts';
import type { RankedHit } from './rank.ts';
import { snippetOf, type Snippet } from './snippet.ts';

export interface ChunkRow {
  readonly chunk: number;
  readonly document: number;
  readonly source: string;
  readonly path: string;
  readonly title: string;
  readonly kind: DocumentKind;
  readonly at: number;
  readonly line: number;
  readonly last_line: number;
  readonly headings: string;
  readonly text: string;
}

/** What a hit's score is made of. */
export type Explain = (hit: RankedHit, row: ChunkRow, snippet: Snippet, terms: number) => SearchHit['why'];

/** Chunks that are there, whole, by their id. */
export function loadChunks(index: OpenIndex, chunks: readonly number[]): Map<number, ChunkRow> {
  const rows = index.all<ChunkRow>(
    `select c.id as chunk, c.document, d.source, d.path, d.title, d.kind, d.at, c.line, c.last_line, c.headings, c.text
       from json_each(?) j join chunks c on c.id = j.value join documents d on d.id = c.document`,
    JSON.stringify(chunks),
  );
  return new Map(rows.map((row) => [row.chunk, row]));
}

export function loadHits(
  index: OpenIndex,
  hits: readonly RankedHit[],
  terms: readonly Term[],
  explain: Explain | undefined,
): SearchHit[] {
  const rows = loadChunks(
    index,
    hits.map(({ chunk }) => chunk),
  );
  return hits.flatMap((hit) => {
    const row = rows.get(hit.chunk);
    if (!row) return [];
    const snippet = snippetOf({ text: row.text, line: row.line, isMarkdown: row.kind === 'markdown' }, terms);
    const why = explain?.(hit, row, snippet, terms.length);
    return [
      {
        chunk: hit.chunk,
        source: row.source,
        at: isoAt(row.at),
        citation: {
          ...citationOf(row),
          ...(snippet.lines ? { line: snippet.lines.first, lastLine: snippet.lines.last } : {}),
        },
        snippet: snippet.parts,
        score: rounded(hit.score),
        ...(why ? { why } : {}),
      },
    ];
  });
}

export function citationOf(row: ChunkRow): SearchHit['citation'] {
  return {
    document: row.document,
    path: row.path,
    title: row.title,
    kind: row.kind,
    line: row.line,
    lastLine: row.last_line,
    headings: JSON.parse(row.headings) as string[],
  };
}

/** Five digits behind the point: more say nothing. */
export function rounded(value: number): number {
  return Math.round(value * 100_000) / 100_000;
}
