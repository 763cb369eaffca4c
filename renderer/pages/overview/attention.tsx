/** What a person must see before anything else: that nothing starts by itself, or that a task no longer does. */
import { BellOff, Flag, HeartCrack, PackageOpen, Pause, Scale, ShieldQuestionMark } from 'lucide-react';
import { Link } from 'wouter';
import type { EscalatedAnswer } from '#shared/nouns/assistant.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { StagedModule } from '#shared/nouns/release.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { SlaStatus } from '#shared/nouns/sla.ts';
import type { Task } from '#shared/nouns/task.ts';
import { approvalAddress } from '../../live/approval-news.ts';
import { useLive } from '../../live/store.ts';
import { Notice } from '../../ui/notice.tsx';
import { Said } from '../../ui/said.tsx';
import { plainLine } from '../../words/plain.ts';
import { capital, count } from '../../words/run-state.ts';
import { reasonWords } from '../../words/slot-state.ts';
import { SERVICE_WORDS } from '../../words/service-state.ts';
import { moduleAddress, whoWords } from '../modules/module-rows.ts';
import { PausedUntil, ResumeButton } from '../pauses/pause-chips.tsx';
import { usePauses } from '../pauses/use-pauses.ts';
import { DeadlineNotice } from '../tasks/task-deadline.tsx';
import { ServiceButtons } from '../tasks/service-buttons.tsx';
import { Quarantine } from '../tasks/schedule/task-notices.tsx';

/** More are on their own page. */
const SHOWN = 3;

/** @param asked runs that need approval, oldest first */
export function Attention({
  quarantined,
  asked,
  services,
  escalated,
  staged,
  stagedInAll,
  slas,
  undelivered,
}: {
  slas: readonly SlaStatus[];
  /** Messages that could not be sent. */
  undelivered: readonly Finding[];
  escalated: readonly EscalatedAnswer[];
  /** Modules that were laid ready, the first of them. */
  staged: readonly StagedModule[];
  stagedInAll: number;
  quarantined: readonly Task[];
  services: readonly ServiceStatus[];
  asked: readonly RunSummary[];
}) {
  const pausedAll = usePauses().filter(({ scope }) => 'all' in scope);
  return (
    <>
      {asked.slice(0, SHOWN).map((run) => (
        <NeedsApproval key={run.id} run={run} />
      ))}
      {asked.length > SHOWN ? (
        <p className="-mt-2 mb-5 text-sm">
          <Link to="/approvals" className="link">
            {count(asked.length - SHOWN, 'more run')} to decide on
          </Link>
        </p>
      ) : null}
      <Results />
      {staged.slice(0, SHOWN).map((each) => (
        <LaidReady key={each.module} staged={each} />
      ))}
      {stagedInAll > SHOWN ? (
        <p className="-mt-2 mb-5 text-sm">
          <Link to="/modules" className="link">
            {count(stagedInAll - SHOWN, 'more module')} to look at
          </Link>
        </p>
      ) : null}
      {escalated.slice(0, SHOWN).map((each) => (
        <Escalated key={each.answer} escalated={each} />
      ))}
      {escalated.length > SHOWN ? (
        <p className="-mt-2 mb-5 text-sm">
          <Link to="/assistant" className="link">
            {count(escalated.length - SHOWN, 'more answer')} to look at
          </Link>
        </p>
      ) : null}
      {pausedAll.map((pause) => (
        <Notice
          key={pause.id}
          tone="waiting"
          icon={Pause}
          label="Pause of everything"
          title={
            <>
              Everything is <PausedUntil pause={pause} />
            </>
          }
          actions={<ResumeButton pause={pause} name="everything" />}
        >
          {pause.reason === undefined ? 'Nothing starts by itself meanwhile.' : reasonWords(pause.reason)}
        </Notice>
      ))}
      {slas.slice(0, SHOWN).map((sla) => (
        <DeadlineNotice key={sla.task} sla={sla} named />
      ))}
      {slas.length > SHOWN ? (
        <p className="-mt-2 mb-5 text-sm">
          <Link to="/tasks" className="link">
            {count(slas.length - SHOWN, 'more deadline')} to look at
          </Link>
        </p>
      ) : null}
      {undelivered.map((finding) => (
        <Undelivered key={finding.message} finding={finding} />
      ))}
      {services
        .filter(({ state }) => SERVICE_WORDS[state].down)
        .map((service) => (
          <DownService key={service.task} service={service} />
        ))}
      {quarantined.map((task) => (
        <Quarantine key={task.id} task={task} named />
      ))}
    </>
  );
}

function NeedsApproval({ run }: { run: RunSummary }) {
  if (run.approval === undefined) return null;
  // `waits for approval 3: deletes ~/Documents`
  const reason = run.message?.replace(/^waits for approval \d+: /, '');
  return (
    <Notice
      tone="waiting"
      icon={ShieldQuestionMark}
      label={`Approval of ${run.title}`}
      title={`${run.title} needs approval`}
      actions={
        <Link to={approvalAddress(run.approval)} className="btn" aria-label={`Decide on ${run.title}`}>
          Decide
        </Link>
      }
    >
      {reason === undefined ? null : <Said text={capital(plainLine(reason))} />}
    </Notice>
  );
}

function LaidReady({ staged: { module, by } }: { staged: StagedModule }) {
  return (
    <Notice
      tone="waiting"
      icon={PackageOpen}
      label={`Module ${module}`}
      title={`The module ${module} is laid ready`}
      actions={
        <Link to={moduleAddress(module)} className="btn" aria-label={`Look at the module ${module}`}>
          Look
        </Link>
      }
    >
      {by === undefined ? '' : `By ${plainLine(whoWords(by))}. `}Nothing of it runs before you deploy it.
    </Notice>
  );
}

function Escalated({
  escalated: { answer, conversation, question, by, note },
}: {
  escalated: EscalatedAnswer;
}) {
  const asked = plainLine(question);
  return (
    <Notice
      tone="waiting"
      icon={Flag}
      label={`Escalated answer: ${asked.slice(0, 80)}`}
      title={<span className="line-clamp-2 [overflow-wrap:anywhere]">An answer to look at: {asked}</span>}
      actions={
        <Link
          to={`/assistant/${conversation}?answer=${answer}`}
          className="btn"
          aria-label={`Look at the answer to ${asked.slice(0, 80)}`}
        >
          Look
        </Link>
      }
    >
      <Said
        text={`Escalated by ${by === 'person' ? 'you' : plainLine(by)}${note === undefined ? '' : `: ${plainLine(note)}`}`}
      />
    </Notice>
  );
}

function Undelivered({ finding }: { finding: Finding }) {
  return (
    <Notice
      tone="failed"
      icon={BellOff}
      label="Messages that were not sent"
      title={capital(plainLine(finding.message))}
      actions={
        <Link to="/notifications" className="btn">
          Look
        </Link>
      }
    />
  );
}

function DownService({ service }: { service: ServiceStatus }) {
  return (
    <Notice
      tone="failed"
      icon={HeartCrack}
      label={`Service ${service.title}`}
      title={
        <>
          <Link to={`/tasks/${encodeURIComponent(service.task)}`} className="quiet-link">
            {service.title}
          </Link>{' '}
          is down
        </>
      }
      actions={<ServiceButtons service={service} compact />}
    >
      {service.message === undefined ? null : <Said text={capital(plainLine(service.message))} />}
    </Notice>
  );
}

function Results() {
  const waiting = useLive((state) => state.validations?.length ?? 0);
  if (waiting === 0) return null;
  return (
    <Notice
      tone="waiting"
      icon={Scale}
      label="Results to look at"
      title={`${count(waiting, 'result')} to look at`}
      actions={
        <Link to="/validation" className="btn">
          Look
        </Link>
      }
    >
      Checks failed, or ask something that only a human can tell.
    </Notice>
  );
}
