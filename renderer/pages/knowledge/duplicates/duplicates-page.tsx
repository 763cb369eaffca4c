/** What says nearly the same, what a newer document stands in place of, and the reports and digests of it all. */
import { FileText, Layers } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { DuplicatePair } from '#shared/nouns/consolidation.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { usePages } from '../../../live/use-pages.ts';
import { client } from '../../../session/session.ts';
import { Ago } from '../../../ui/clock.tsx';
import { MoreRows } from '../../../ui/more-rows.tsx';
import { Empty, Section, useTitle } from '../../../ui/page.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { toast, toastError } from '../../../ui/toasts.tsx';
import { consolidatedWords } from '../../../words/consolidation.ts';
import { plainLine } from '../../../words/plain.ts';
import { count } from '../../../words/run-state.ts';
import { KnowledgeHeader } from '../knowledge-header.tsx';
import { PairRow } from './pair-row.tsx';
import { ReportDialog } from './report-dialog.tsx';

const PAGE = 50;

const keyOf = ({ older, newer }: DuplicatePair): string => `${older.document} ${newer.document}`;

export function DuplicatesPage() {
  useTitle('Duplicates & digests');
  const [address, setAddress] = useSearchParams();
  const [busy, setBusy] = useState(false);
  const pairs = usePages({
    key: 'duplicates',
    idOf: keyOf,
    follows: 'knowledgeStamp',
    async read(offset, signal) {
      const { pairs: rows, ...rest } = await client.listDuplicates(
        { query: { limit: PAGE, offset } },
        { signal },
      );
      return { rows, ...rest };
    },
  });
  const reports = useFetched('knowledge reports', (signal) => client.listKnowledgeReports({}, { signal }), {
    follows: 'knowledgeStamp',
  });
  const consolidate = async (): Promise<void> => {
    setBusy(true);
    try {
      const made = await client.consolidateKnowledge({ body: {} });
      toast({
        kind: 'done',
        text: `${count(made.documents, 'document')} looked over`,
        remedy: consolidatedWords(made),
      });
      pairs.again();
      reports.again();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const found = pairs.list;
  const report = address.get('report');
  return (
    <>
      <KnowledgeHeader
        actions={
          <button
            type="button"
            className="btn btn-primary"
            disabled={busy}
            onClick={() => void consolidate()}
          >
            <Layers size={13} aria-hidden />
            {busy ? 'Looking over…' : 'Consolidate'}
          </button>
        }
      />
      <div className="min-h-0 grow overflow-y-auto px-4 py-4 md:px-6">
        <div className="grid gap-x-10 lg:grid-cols-[minmax(0,1fr)_300px]">
          <Section
            id="duplicates"
            title="Duplicates"
            aside={
              found && found.total > 0 ? (
                <span className="text-sm text-ink-3">
                  {count(found.total, 'pair')}, seen <Ago at={found.at} />
                </span>
              ) : undefined
            }
          >
            {found && found.rows.length > 0 ? (
              <>
                <ul aria-label="Duplicates" className="divide-y divide-line border-y border-line">
                  {found.rows.map((pair) => (
                    <PairRow key={keyOf(pair)} pair={pair} />
                  ))}
                </ul>
                <MoreRows list={found} busy={pairs.busy} of="pairs" onMore={pairs.more} />
              </>
            ) : null}
            {found?.rows.length === 0 ? (
              <Empty title="No two documents say nearly the same.">
                “Consolidate” looks over all that was read, and writes reports of it. Nothing of yours is
                changed.
              </Empty>
            ) : null}
            {pairs.error ? <Problem error={pairs.error} /> : null}
            {!found && !pairs.error ? <p className="text-ink-3">Comparing…</p> : null}
          </Section>
          <Section id="reports" title="Reports and digests">
            {reports.value && reports.value.reports.length > 0 ? (
              <ul aria-label="Reports" className="divide-y divide-line border-y border-line">
                {reports.value.reports.map(({ name, title, at }) => (
                  <li key={name}>
                    <button
                      type="button"
                      className="flex w-full items-baseline gap-2 px-1 py-1.5 text-left hover:bg-hover"
                      onClick={() => setAddress({ report: name })}
                    >
                      <FileText size={13} aria-hidden className="shrink-0 self-center text-ink-3" />
                      <span className="min-w-0 grow truncate">{plainLine(title)}</span>
                      <span className="shrink-0 text-sm text-ink-3">
                        <Ago at={at} />
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            ) : null}
            {reports.value?.reports.length === 0 ? (
              <Empty title="None yet.">
                Summaries of topics, a map of links and orphans, contradictions, and a digest of each day and
                week.
              </Empty>
            ) : null}
            {!reports.value && reports.error ? <Problem error={reports.error} /> : null}
          </Section>
        </div>
      </div>
      {report === null ? null : (
        <ReportDialog key={report} name={report} onClose={() => setAddress({}, { replace: true })} />
      )}
    </>
  );
}
