/** One document at lines of it; the address says which. */
import { ArrowLeft } from 'lucide-react';
import { Link, useSearchParams } from 'wouter';
import type { KnowledgeDocument } from '#shared/nouns/knowledge.ts';
import { Ago } from '../../../ui/clock.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { KindIcon } from '../../../ui/kind-icon.tsx';
import { PageHeader, useTitle } from '../../../ui/page.tsx';
import { Path } from '../../../ui/path.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { KIND_LABELS, lineWords, placeOf } from '../../../words/knowledge.ts';
import { plainLine } from '../../../words/plain.ts';
import { sizeWords } from '../../../words/time.ts';
import { NotFoundPage } from '../../not-found.tsx';
import { isFromHits, linesOf, ownPageOf } from './document-address.ts';
import { CutNote } from './document-preview.tsx';
import { DocumentText } from './document-text.tsx';
import { useDocument } from './use-document.ts';

export function DocumentPage({ id }: { id: number }) {
  const valid = Number.isSafeInteger(id) && id > 0;
  return valid ? <Fetched id={id} /> : <NotFoundPage />;
}

function Fetched({ id }: { id: number }) {
  const { value, error } = useDocument(id);
  useTitle(value ? plainLine(value.title) : 'Document');
  if (value && error?.code !== 'document_unknown') return <Shown document={value} />;
  if (!error) return null;
  return (
    <>
      <PageHeader title="Document" actions={<Back />} />
      <Problem error={error} className="p-4 md:p-6" />
    </>
  );
}

function Back() {
  return (
    <Link
      to="/knowledge"
      className="btn"
      onClick={(event) => {
        // Back to the hits as they were, where this came from them.
        if (!isFromHits(history.state)) return;
        event.preventDefault();
        history.back();
      }}
    >
      <ArrowLeft size={13} aria-hidden />
      Search
    </Link>
  );
}

function Shown({ document }: { document: KnowledgeDocument & { text: string; cut: boolean } }) {
  const [address] = useSearchParams();
  const lines = linesOf(address);
  const { title, kind, path, tags, at, bytes, language } = document;
  const own = ownPageOf(path);
  const place = placeOf({ path, line: lines?.first ?? 1 });
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2.5">
            <span className="text-ink-3">
              <KindIcon kind={kind} size={17} />
            </span>
            <bdi className="min-w-0 [overflow-wrap:anywhere]">{plainLine(title)}</bdi>
          </span>
        }
        actions={
          <>
            {own ? (
              <Link to={own.to} className="btn">
                {own.text}
              </Link>
            ) : null}
            <Back />
          </>
        }
      />
      <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-4 py-1.5 text-sm text-ink-2 md:px-6">
        <span className="flex min-w-0 items-center gap-0.5">
          <Path path={plainLine(path)} />
          <CopyButton text={() => place} label={`Copy ${place}`} />
        </span>
        <span>
          {KIND_LABELS[kind]}, {sizeWords(bytes)}
          {language === undefined ? '' : `, ${language}`}
        </span>
        <span>
          written <Ago at={at} />
        </span>
        {tags.length > 0 ? <span>{tags.map((tag) => `#${plainLine(tag)}`).join(' ')}</span> : null}
        {lines ? (
          <output aria-label="Place" className="ml-auto font-medium text-ink">
            {lineWords({ line: lines.first, lastLine: lines.last })}
          </output>
        ) : null}
      </div>
      <DocumentText text={document.text} lines={lines} label="Text" />
      {document.cut ? <CutNote /> : null}
    </>
  );
}
