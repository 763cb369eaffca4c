/** One question: what would run, why it is asked about, what it may touch, what is new in it; and the answer. */
import { useState } from 'react';
import { CircleSlash } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { Approval } from '#shared/nouns/approval.ts';
import type { ApiError } from '../../api/api-error.ts';
import { useLive } from '../../live/store.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { ApprovalIcon } from '../../ui/approval-icon.tsx';
import { Ago, Due, useWords } from '../../ui/clock.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader, Section, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Reasons } from '../../ui/reasons.tsx';
import { RiskMeter } from '../../ui/risk-meter.tsx';
import { RunAgainButton } from '../../ui/run-buttons.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { toast } from '../../ui/toasts.tsx';
import { APPROVAL_WORDS, grantWords, isOpen, leftWords } from '../../words/approval-state.ts';
import { plain, plainLine } from '../../words/plain.ts';
import { actorWords, byWords, ASKER_WORDS, CONFINEMENT_WORDS, thresholdWords } from '../../words/risk.ts';
import { capital, causeWords } from '../../words/run-state.ts';
import { NotFoundPage } from '../not-found.tsx';
import { DecisionForm } from './decision-form.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { TouchesList } from './touches.tsx';
import { Work } from './work.tsx';

export function ApprovalPage({ id }: { id: number }) {
  const valid = Number.isSafeInteger(id) && id > 0;
  const { value, error, again, put } = useFetched(
    valid ? `approval ${id}` : undefined,
    (signal) => client.getApproval({ params: { approval: id }, query: {} }, { signal }),
    { follows: 'safetyStamp' },
  );
  if (!valid || error?.code === 'approval_unknown') return <NotFoundPage />;
  if (value) return <Shown approval={value} onChange={put} onStale={again} />;
  return error ? <Problem error={error} className="p-6" /> : null;
}

function Shown({
  approval,
  onChange,
  onStale,
}: {
  approval: Approval;
  onChange: (approval: Approval) => void;
  onStale: () => void;
}) {
  const { id, title, state, verdict } = approval;
  const { label, tone } = APPROVAL_WORDS[state];
  const [stale, setStale] = useState<ApiError>();
  useTitle(`${label} · ${title}`);
  const decided = (next: Approval): void => {
    setStale(undefined);
    onChange(next);
    toast({
      kind: 'done',
      text: next.state === 'approved' ? `${title} is approved` : `${title} is denied`,
      link: { to: `/runs/${next.run}`, text: 'Its run' },
    });
  };
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-start gap-2.5">
            <span className="flex h-[22px] items-center">
              <ApprovalIcon state={state} size={17} />
            </span>
            <bdi className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]" title={title}>
              {plainLine(title)}
            </bdi>
            <span className="mt-px font-normal whitespace-nowrap text-ink-3">Approval {id}</span>
          </span>
        }
        actions={
          <output aria-label="State" className={`font-medium ${TONE_TEXT[tone]}`}>
            {label}
          </output>
        }
      />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        <div className="grid max-w-[1180px] gap-x-12 lg:grid-cols-[minmax(0,1fr)_320px]">
          <div className="min-w-0">
            {/* Beside it there is no room: what matters most comes first. */}
            <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2 lg:hidden">
              <RiskMeter score={verdict.score} threshold={verdict.threshold} />
              <span>
                asked by {byWords(approval.requestedBy)}, <Ago at={approval.requestedAt} />
              </span>
              {state === 'pending' ? (
                <span className="text-ink-3">
                  lapses <Due at={approval.expiresAt} />
                </span>
              ) : null}
            </p>
            {stale ? (
              <Notice
                tone="failed"
                icon={CircleSlash}
                label="Not decided"
                title={`Not decided: ${stale.message}`}
              >
                {approval.note === undefined ? '' : `${capital(plainLine(approval.note))}. `}
                {capital(stale.remedy)}.
              </Notice>
            ) : null}
            <Section id="why" title="Why it is asked about">
              <Reasons reasons={verdict.reasons} />
            </Section>
            <Section id="touches" title="What it may touch">
              <TouchesList touches={verdict.touches} />
            </Section>
            <Work approval={approval} />
          </div>
          <aside aria-label="About this approval" className="min-w-0">
            {state === 'pending' ? (
              <DecisionForm
                key={id}
                approval={approval}
                onDecided={decided}
                onStale={(error) => {
                  setStale(error);
                  onStale();
                }}
              />
            ) : (
              <Outcome approval={approval} onChange={onChange} />
            )}
            <About approval={approval} />
          </aside>
        </div>
      </div>
    </>
  );
}

/** What was decided, and what can be done about it. */
function Outcome({ approval, onChange }: { approval: Approval; onChange: (approval: Approval) => void }) {
  const { state, decidedAt, decidedBy, note, grant, run, title } = approval;
  const [, navigate] = useLocation();
  const given = useWords((now) => (state === 'approved' ? grantWords(grant, now) : ''));
  const left = useWords((now) => leftWords(approval, now));
  const open = useWords((now) => (isOpen(approval, now) ? 'open' : '')) !== '';
  const { label, tone } = APPROVAL_WORDS[state];
  return (
    <section aria-label="Decision" className="mb-6 rounded-[7px] border border-line px-3 py-2.5">
      <p className={`font-semibold ${TONE_TEXT[tone]}`}>
        {label}
        {given === '' ? '' : ` ${given}`}
      </p>
      <p className="text-sm text-ink-2">
        {decidedBy === undefined ? '' : `By ${byWords(decidedBy)}`}
        {decidedAt === undefined ? null : (
          <>
            {' '}
            <Ago at={decidedAt} />
          </>
        )}
      </p>
      {note === undefined ? null : (
        <p className="mt-1 break-words whitespace-pre-line">{capital(plain(note))}</p>
      )}
      {left === '' ? null : <p className="mt-1 text-sm font-medium text-ok">It {left}.</p>}
      {open || state === 'void' || state === 'expired' ? (
        <div className="mt-2.5 flex gap-2">
          {open ? <RevokeButton approval={approval} onRevoked={onChange} /> : null}
          {state === 'void' || state === 'expired' ? (
            <RunAgainButton run={{ id: run, title }} onStarted={(again) => navigate(`/runs/${again.id}`)} />
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function About({ approval }: { approval: Approval }) {
  const { verdict, task, run, cause, requestedAt, requestedBy, expiresAt, state, hash } = approval;
  const sandbox = useLive((live) => live.policy?.sandbox);
  const confinement = CONFINEMENT_WORDS[verdict.confinement];
  return (
    <Facts>
      <Fact name="Risk">
        <RiskMeter score={verdict.score} threshold={verdict.threshold} width={72} />
        <p className="text-sm text-ink-3">
          From {ASKER_WORDS[verdict.asker]}, it is {thresholdWords(verdict.threshold)}.
        </p>
      </Fact>
      <Fact name="Confined">
        {confinement.name}
        <p className="text-sm text-ink-3">{confinement.means}</p>
        {verdict.confinement !== 'off' && sandbox?.reason !== undefined ? (
          <p className="text-sm text-waiting">
            This machine cannot confine it: {sandbox.reason}. It would run unconfined.
          </p>
        ) : null}
      </Fact>
      <Fact name="Asked by">{actorWords(requestedBy)}</Fact>
      <Fact name="Cause">{causeWords(cause)}</Fact>
      <Fact name="Asked">
        <Ago at={requestedAt} />
      </Fact>
      {state === 'pending' ? (
        <Fact name="Lapses">
          <Due at={expiresAt} />
        </Fact>
      ) : null}
      <Fact name="Run">
        <Link to={`/runs/${run}`} className="link">
          #{run}
        </Link>
      </Fact>
      {task === undefined ? null : (
        <Fact name="Task">
          <Link to={`/tasks/${encodeURIComponent(task)}`} className="link break-all">
            {task}
          </Link>
        </Fact>
      )}
      <Fact name="Policy">
        <code>{verdict.policy}</code>
      </Fact>
      <Fact name="Hash">
        <span className="flex items-center gap-0.5">
          <code title={hash}>{hash.slice(0, 16)}…</code>
          <CopyButton text={() => hash} label="Copy the hash of what would run" />
        </span>
      </Fact>
    </Facts>
  );
}
