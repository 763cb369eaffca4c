/** What is wrong with this installation: the worst first, with what was seen and what mends it; and all that was looked at. */
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { DoctorFinding, DoctorReport } from '#shared/nouns/doctor.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty, PageHeader, Section, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toasts.tsx';
import { plainLine } from '../../words/plain.ts';
import { capital, count } from '../../words/run-state.ts';
import { CheckTable } from './check-table.tsx';
import { FindingRow } from './finding-row.tsx';

export function OwnDoctorPage() {
  useTitle('Doctor');
  const [asked, setAsked] = useState({ times: 0, full: false });
  const [mending, setMending] = useState<DoctorFinding>();
  const { times, full } = asked;
  const { value, error } = useFetched(
    `own doctor ${times}`,
    (signal) => client.examine({ query: full ? { full: '1' } : {} }, { signal }),
    { follows: 'agentsStamp' },
  );
  const look = (all: boolean): void => setAsked({ times: times + 1, full: all });
  const busy = value === undefined && error === undefined;
  return (
    <>
      <PageHeader
        title="Doctor"
        actions={
          <>
            <button
              type="button"
              className="btn"
              disabled={busy}
              title="Also reads every page of the ledger and the chain of the audit"
              onClick={() => look(true)}
            >
              Look at everything
            </button>
            <button type="button" className="btn" disabled={busy} onClick={() => look(false)}>
              <RotateCw size={13} aria-hidden />
              Look again
            </button>
          </>
        }
      />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 pb-6 md:px-6">
        <div className="max-w-[860px]">
          <output className="block text-ink-2">{busy ? 'Looking…' : null}</output>
          {value ? <Report report={value} onMend={setMending} /> : null}
          {!value && error ? <Problem error={error} className="py-3" /> : null}
        </div>
      </div>
      {mending ? (
        <ConfirmDialog
          title="Mend it?"
          verb="Mend it"
          busyVerb="Mending…"
          harmless
          onClose={() => setMending(undefined)}
          onConfirm={async () => {
            const { check, subject } = mending;
            const { done } = await client.mendFinding({ body: { check, subject } });
            toast({ kind: 'done', text: capital(plainLine(done)) });
            look(full);
          }}
        >
          <p className="break-words">{capital(plainLine(mending.message))}.</p>
          <p className="mt-2 break-words text-ink-2">Luka will {plainLine(mending.mend ?? '')}.</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function Report({
  report: { at, findings, checks, full },
  onMend,
}: {
  report: DoctorReport;
  onMend: (finding: DoctorFinding) => void;
}) {
  const well = checks.filter(({ state }) => state === 'ok').length;
  return (
    <>
      <p className="mb-5 text-ink-2">
        {count(checks.length, 'check')}, {well} well. Looked <Ago at={at} />
        {full ? ', at everything' : ''}.
      </p>
      <Section title="What is wrong" id="wrong">
        {findings.length === 0 ? (
          <Empty title="Nothing is wrong.">Every check of this installation is well.</Empty>
        ) : (
          <ol aria-labelledby="wrong" className="divide-y divide-line border-y border-line">
            {findings.map((finding) => (
              <FindingRow key={`${finding.check} ${finding.subject}`} finding={finding} onMend={onMend} />
            ))}
          </ol>
        )}
      </Section>
      <CheckTable checks={checks} />
    </>
  );
}
