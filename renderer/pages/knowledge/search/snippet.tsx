/** A piece of a document with what was searched for marked. Text only: a document never becomes markup. */
import type { SnippetPart } from '#shared/nouns/knowledge.ts';
import { plain } from '../../../words/plain.ts';

export function Snippet({ parts }: { parts: readonly SnippetPart[] }) {
  return parts.map(({ text, hit }, index) => {
    const Tag = hit ? 'mark' : 'span';
    return (
      // Pieces have no identity but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <Tag key={index} className={hit ? 'hit' : undefined}>
        {plain(text)}
      </Tag>
    );
  });
}
