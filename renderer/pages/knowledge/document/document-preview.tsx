/** A document beside the hits: its name, the way to a page of its own, and its text at the lines that fit. */
import { ExternalLink } from 'lucide-react';
import { Link } from 'wouter';
import type { Citation } from '#shared/nouns/knowledge.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { lineWords, placeOf } from '../../../words/knowledge.ts';
import { plainLine } from '../../../words/plain.ts';
import { documentAddress, FROM_HITS } from './document-address.ts';
import { DocumentText } from './document-text.tsx';
import { useDocument } from './use-document.ts';

export function DocumentPreview({ citation }: { citation: Citation }) {
  const { value, error } = useDocument(citation.document);
  const { line, lastLine } = citation;
  return (
    <>
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-1.5">
        <div className="mr-auto min-w-0">
          <h2 className="truncate font-medium">{plainLine(citation.title)}</h2>
          <p className="truncate font-mono text-xs text-ink-3" title={citation.path}>
            {plainLine(citation.path)}, {lineWords(citation)}
          </p>
        </div>
        <CopyButton text={() => placeOf(citation)} label={`Copy ${placeOf(citation)}`} />
        <Link to={documentAddress(citation)} state={FROM_HITS} className="btn">
          <ExternalLink size={12} aria-hidden />
          Open
        </Link>
      </div>
      {value ? (
        <DocumentText
          text={value.text}
          lines={{ first: line, last: lastLine }}
          label={`Text of ${plainLine(citation.title)}`}
        />
      ) : error ? (
        <Problem error={error} className="p-4" />
      ) : (
        <p className="p-4 text-ink-3">Opening…</p>
      )}
      {value?.cut ? <CutNote /> : null}
    </>
  );
}

export function CutNote() {
  return (
    <p className="shrink-0 border-t border-line px-4 py-1.5 text-sm text-waiting">
      It is longer than what is shown here; the search knows all of it.
    </p>
  );
}
