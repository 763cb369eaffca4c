/** What was reported: days, weeks, sessions, the newest first. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import type { ReportKind, ReportSummary } from '#shared/nouns/report.ts';
import { useLive } from '../../live/store.ts';
import { usePages } from '../../live/use-pages.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Empty, PageHeader, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { plainLine } from '../../words/plain.ts';
import { MakeReportDialog } from './make-report-dialog.tsx';
import { REPORT_KIND_WORDS, scheduleWords } from './report-words.ts';

const PAGE = 100;
const KINDS = Object.keys(REPORT_KIND_WORDS) as ReportKind[];
const VIEWS = [
  ['all', 'All'] as const,
  ...KINDS.map((kind) => [kind, REPORT_KIND_WORDS[kind].many] as const),
];

export function ReportsPage() {
  useTitle('Reports');
  const [address, setAddress] = useSearchParams();
  const [, go] = useLocation();
  const [making, setMaking] = useState(false);
  const settings = useLive((state) => state.settings?.reports);
  const kind = KINDS.find((name) => name === address.get('kind'));
  const { list, error, busy, more } = usePages({
    key: `reports ${kind ?? ''}`,
    idOf: ({ name }: ReportSummary) => name,
    follows: 'knowledgeStamp',
    async read(offset, signal) {
      const { reports, ...rest } = await client.listReports(
        { query: { limit: PAGE, offset, ...(kind === undefined ? {} : { kind }) } },
        { signal },
      );
      return { rows: reports, ...rest };
    },
  });
  return (
    <>
      <PageHeader
        title="Reports"
        actions={
          <button type="button" className="btn btn-primary" onClick={() => setMaking(true)}>
            <Plus size={14} aria-hidden />
            Make now
          </button>
        }
      >
        <div className="max-w-full overflow-x-auto">
          <Segmented<ReportKind | 'all'>
            label="Kind"
            value={kind ?? 'all'}
            options={VIEWS}
            onChange={(next) => setAddress(next === 'all' ? {} : { kind: next }, { replace: true })}
          />
        </div>
      </PageHeader>
      <div className="min-h-0 grow overflow-y-auto px-4 py-4 md:px-6">
        {settings ? (
          <p className="mb-3 text-ink-2">
            {scheduleWords(settings)}{' '}
            <Link to="/settings#reports" className="link underline">
              Change
            </Link>
          </p>
        ) : null}
        {list && list.rows.length > 0 ? (
          <>
            <ul aria-label="Reports" className="divide-y divide-line border-y border-line">
              {list.rows.map((report) => (
                <ReportRow key={report.name} report={report} />
              ))}
            </ul>
            <MoreRows list={list} busy={busy} of="reports" onMore={more} />
          </>
        ) : null}
        {list?.rows.length === 0 ? (
          kind === undefined ? (
            <Empty title="There is no report yet.">
              A report tells what ran, what failed and why, what did not run, who approved what, what changed,
              and what needs you. The files are in the folder reports of the home.
            </Empty>
          ) : (
            <Empty title="There is none of this kind.">Choose another kind, or make one now.</Empty>
          )
        ) : null}
        {error ? <Problem error={error} className="py-2" /> : null}
      </div>
      {making ? (
        <MakeReportDialog
          onClose={() => setMaking(false)}
          onMade={(name) => go(`/reports/${encodeURIComponent(name)}`)}
        />
      ) : null}
    </>
  );
}

function ReportRow({ report: { name, kind, title, headline, needs = 0, at } }: { report: ReportSummary }) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 py-2 hover:bg-hover md:grid-cols-[minmax(0,1.1fr)_minmax(0,1.4fr)_130px_104px]">
      <Link
        to={`/reports/${encodeURIComponent(name)}`}
        className="min-w-0 font-medium after:absolute after:inset-0"
      >
        <bdi className="block truncate">{plainLine(title)}</bdi>
      </Link>
      <span className="truncate text-ink-2 max-md:order-3 max-md:col-span-2">
        {headline ?? (kind === 'session' ? 'Session' : plainLine(name))}
      </span>
      <span className="flex gap-2 text-sm max-md:order-2 max-md:justify-end">
        {needs > 0 ? <span className="text-waiting">{needs} to see to</span> : null}
      </span>
      <span className="text-right text-sm text-ink-3 max-md:order-4 max-md:col-span-2 max-md:text-left">
        <Ago at={at} />
      </span>
    </li>
  );
}
