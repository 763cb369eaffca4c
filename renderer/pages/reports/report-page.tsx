/** One report, to be read: with the ones before and after it, and its files to take away. */
import { ArrowLeft, ChevronLeft, ChevronRight, Download, RotateCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Report } from '#shared/nouns/report.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { PageHeader, useTitle } from '../../ui/page.tsx';
import { Path } from '../../ui/path.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { plainLine } from '../../words/plain.ts';
import { download } from '../audit/export-audit.ts';
import { MarkdownText } from './markdown-text.tsx';

export function ReportPage({ name }: { name: string }) {
  const { value, error, again } = useFetched(
    `report ${name}`,
    (signal) => client.getReport({ params: { report: name } }, { signal }),
    { follows: 'knowledgeStamp' },
  );
  useTitle(value ? plainLine(value.title) : 'Report');
  if (value && error?.code !== 'report_unknown') return <Shown report={value} again={again} />;
  return (
    <>
      <PageHeader title="Report" actions={<Back />} />
      {error ? (
        <Problem error={error} className="p-4 md:p-6" />
      ) : (
        <p className="p-4 text-ink-3 md:p-6">Opening…</p>
      )}
    </>
  );
}

function Back() {
  return (
    <Link to="/reports" className="btn">
      <ArrowLeft size={13} aria-hidden />
      Reports
    </Link>
  );
}

function Shown({ report, again }: { report: Report; again: () => void }) {
  const { title, file, at, text, cut, previous, next, kind } = report;
  return (
    <>
      <PageHeader
        title={<bdi className="[overflow-wrap:anywhere]">{plainLine(title)}</bdi>}
        actions={<Back />}
      >
        <Sibling to={previous} label={`The ${kind === 'other' ? 'report' : kind} before`}>
          <ChevronLeft size={14} aria-hidden />
        </Sibling>
        <Sibling to={next} label={`The ${kind === 'other' ? 'report' : kind} after`}>
          <ChevronRight size={14} aria-hidden />
        </Sibling>
        <TakeAway report={report} />
        {kind === 'day' || kind === 'week' ? <Again report={report} again={again} /> : null}
      </PageHeader>
      <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-4 py-1.5 text-sm text-ink-2 md:px-6">
        <span className="flex min-w-0 items-center gap-0.5">
          <Path path={file} />
          <CopyButton text={() => file} label="Copy the path of the file" />
        </span>
        <span>
          written <Ago at={at} />
        </span>
        <CopyButton text={() => text} label="Copy the report" />
      </div>
      <article
        aria-label={plainLine(title)}
        // The keyboard scrolls it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="min-h-0 grow overflow-y-auto px-4 py-3 -outline-offset-2 md:px-6"
      >
        <MarkdownText text={text} titled={kind === 'day' || kind === 'week'} />
        {cut ? <p className="mt-3 text-waiting">The file is longer than what is shown here.</p> : null}
      </article>
    </>
  );
}

function Sibling({ to, label, children }: { to: string | undefined; label: string; children: ReactNode }) {
  return to === undefined ? (
    <button type="button" className="btn px-1.5" aria-label={label} title={label} disabled>
      {children}
    </button>
  ) : (
    <Link to={`/reports/${encodeURIComponent(to)}`} className="btn px-1.5" aria-label={label} title={label}>
      {children}
    </Link>
  );
}

function TakeAway({ report: { name, text, page } }: { report: Report }) {
  const takePage = async (): Promise<void> => {
    try {
      const { html } = await client.getReportPage({ params: { report: name } });
      download([html], `${name}.html`, 'text/html');
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <>
      <button
        type="button"
        className="btn"
        aria-label="Download as Markdown"
        onClick={() => download([text], `${name}.md`, 'text/markdown')}
      >
        <Download size={13} aria-hidden />
        Markdown
      </button>
      {page ? (
        <button
          type="button"
          className="btn"
          aria-label="Download as HTML"
          title="One file, to read or print anywhere"
          onClick={() => void takePage()}
        >
          <Download size={13} aria-hidden />
          HTML
        </button>
      ) : null}
    </>
  );
}

function Again({ report: { kind, day, name }, again }: { report: Report; again: () => void }) {
  const [busy, setBusy] = useState(false);
  const [, go] = useLocation();
  const make = async (): Promise<void> => {
    if (busy || (kind !== 'day' && kind !== 'week')) return;
    setBusy(true);
    try {
      const made = await client.makeReport({ body: { kind, ...(day === undefined ? {} : { day }) } });
      if (made.name === name) again();
      else go(`/reports/${encodeURIComponent(made.name)}`);
      toast({
        kind: 'done',
        text: made.name === name ? 'Made again' : 'Made beside it: you changed the one before',
      });
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" className="btn" aria-disabled={busy} onClick={() => void make()}>
      <RotateCw size={13} aria-hidden />
      {busy ? 'Making…' : 'Make again'}
    </button>
  );
}
