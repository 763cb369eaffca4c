/** What a person must see before anything else: that nothing starts by itself, or that a task no longer does. */
import { HeartCrack, Pause, Scale, ShieldQuestionMark } from 'lucide-react';
import { Link } from 'wouter';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { Task } from '#shared/nouns/task.ts';
import { approvalAddress } from '../../live/approval-news.ts';
import { useLive } from '../../live/store.ts';
import { Notice } from '../../ui/notice.tsx';
import { Said } from '../../ui/said.tsx';
import { plainLine } from '../../words/plain.ts';
import { capital, count } from '../../words/run-state.ts';
import { reasonWords } from '../../words/slot-state.ts';
import { SERVICE_WORDS } from '../../words/service-state.ts';
import { PausedUntil, ResumeButton } from '../pauses/pause-chips.tsx';
import { usePauses } from '../pauses/use-pauses.ts';
import { ServiceButtons } from '../tasks/service-buttons.tsx';
import { Quarantine } from '../tasks/schedule/task-notices.tsx';

/** More are on their own page. */
const SHOWN = 3;

/** @param asked runs that need approval, oldest first */
export function Attention({
  quarantined,
  asked,
  services,
}: {
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
