import { FilePen } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { Task } from '#shared/nouns/task.ts';
import { openTaskFile, setEnabled } from '../../live/actions.ts';
import { useLive } from '../../live/store.ts';
import { client } from '../../session/session.ts';
import { Ago, Due, Took } from '../../ui/clock.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Findings } from '../../ui/findings.tsx';
import { Empty, PageHeader, Section, useTitle } from '../../ui/page.tsx';
import { lazily } from '../../ui/lazy.tsx';
import { Path } from '../../ui/path.tsx';
import { RunLine } from '../../ui/run-line.tsx';
import { ServiceBadge } from '../../ui/service-badge.tsx';
import { Switch } from '../../ui/switch.tsx';
import { capital, causeWords, count } from '../../words/run-state.ts';
import { keepAwakeWords } from '../../words/keep-awake.ts';
import { durationWords } from '../../words/time.ts';
import { NotFoundPage } from '../not-found.tsx';
import { runLabel } from '../run/attempt-words.ts';
import { TaskNotices } from './schedule/task-notices.tsx';
import { TaskSchedule } from './schedule/task-schedule.tsx';
import { DeadlineNotice, TaskDeadline } from './task-deadline.tsx';
import { RunTaskButton } from './run-task-button.tsx';
import { ServiceButtons } from './service-buttons.tsx';
import { stepWords } from './step-words.ts';
import { useTasks } from './use-tasks.ts';

const TaskInsights = lazily(async () => (await import('../insights/task-insights.tsx')).TaskInsights);

export function TaskPage({ id }: { id: string }) {
  const tasks = useTasks();
  const task = tasks?.find((each) => each.id === id);
  if (tasks && !task) return <NotFoundPage />;
  return task ? <Shown task={task} /> : null;
}

function Shown({ task }: { task: Task }) {
  useTitle(task.title);
  const [, navigate] = useLocation();
  const invalid = task.state === 'invalid';
  return (
    <>
      <PageHeader
        title={<span className="line-clamp-2 [overflow-wrap:anywhere]">{task.title}</span>}
        actions={
          <>
            <Switch
              checked={task.state === 'ready'}
              disabled={invalid}
              label={`${task.title} is on`}
              onChange={(on) => void setEnabled(task, on)}
            />
            <button type="button" className="btn" onClick={() => void openTaskFile(task)}>
              <FilePen size={13} aria-hidden />
              Open file
            </button>
            {task.service ? (
              <ServiceButtons service={task.service} />
            ) : (
              <RunTaskButton task={task} primary onStarted={(run) => navigate(`/runs/${run.id}`)} />
            )}
          </>
        }
      />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        <div className="grid max-w-[1180px] gap-x-12 lg:grid-cols-[minmax(0,1fr)_300px]">
          <div className="min-w-0">
            {task.description ? (
              <p className="mb-5 max-w-[72ch] break-words whitespace-pre-line text-ink-2">
                {task.description}
              </p>
            ) : null}
            {task.findings.length > 0 ? (
              <Section id="findings" title="What to mend">
                <Findings findings={task.findings} label="What to mend" />
              </Section>
            ) : null}
            <TaskNotices task={task} />
            {task.sla ? <DeadlineNotice sla={task.sla} /> : null}
            <TaskSchedule task={task} />
            {task.sla ? <TaskDeadline sla={task.sla} /> : null}
            <Suspense fallback={null}>
              <TaskInsights task={task.id} title={task.title} />
            </Suspense>
            {task.definition ? <Steps task={task} /> : null}
            <Runs task={task} />
          </div>
          <aside aria-label="About this task" className="min-w-0 max-lg:order-first">
            <TaskFacts task={task} />
          </aside>
        </div>
      </div>
    </>
  );
}

function TaskFacts({ task }: { task: Task }) {
  const { definition } = task;
  return (
    <Facts>
      <Fact name="State">{{ ready: 'On', disabled: 'Off', invalid: 'Broken' }[task.state]}</Fact>
      {task.service ? (
        <ServiceFacts service={task.service} />
      ) : (
        <Fact name="Starts">{task.triggers.length > 0 ? task.triggers.join(', ') : 'By hand'}</Fact>
      )}
      {task.nextDue && task.state === 'ready' ? (
        <Fact name="Next">
          <Due at={task.nextDue} />
        </Fact>
      ) : null}
      {task.health && task.health.failuresInRow > 0 ? (
        <Fact name="Health">
          <span className={task.health.quarantinedAt === undefined ? 'text-waiting' : 'text-failed'}>
            {task.health.quarantinedAt === undefined ? '' : 'In quarantine, '}
            {count(task.health.failuresInRow, 'failure')} in a row
          </span>
        </Fact>
      ) : null}
      <Fact name="Priority">{task.priority}</Fact>
      {definition ? <Fact name="Awake">{keepAwakeWords(definition)}</Fact> : null}
      {definition?.timeout === undefined ? null : (
        <Fact name="Time limit">{durationWords(definition.timeout)}</Fact>
      )}
      {definition?.risk ? <Fact name="Risk">{definition.risk}</Fact> : null}
      {task.tags.length > 0 ? <Fact name="Tags">{task.tags.join(', ')}</Fact> : null}
      <Fact name="Id">
        <code>{task.id}</code>
      </Fact>
      <Fact name="File">
        <span className="flex items-start gap-0.5">
          <Path path={task.file} />
          <CopyButton text={() => task.file} label="Copy the path" />
        </span>
      </Fact>
    </Facts>
  );
}

function ServiceFacts({ service }: { service: ServiceStatus }) {
  return (
    <>
      <Fact name="Service">
        <ServiceBadge service={service} />
        {service.message === undefined ? null : (
          <span className="block text-sm text-ink-2 [overflow-wrap:anywhere]">
            {capital(service.message)}
          </span>
        )}
      </Fact>
      <Fact name="Since">
        <Ago at={service.since} />
      </Fact>
      {service.nextStart === undefined ? null : (
        <Fact name="Next start">
          <Due at={service.nextStart} />
        </Fact>
      )}
      {service.failures > 0 ? <Fact name="Early ends">{count(service.failures, 'end')} in a row</Fact> : null}
      {service.run === undefined ? null : (
        <Fact name="Run">
          <Link to={`/runs/${service.run}`} className="link">
            #{service.run}
          </Link>
        </Fact>
      )}
    </>
  );
}

function Steps({ task }: { task: Task }) {
  return (
    <Section id="steps" title="Steps">
      <ol aria-labelledby="steps" className="flex flex-col gap-3">
        {(task.definition?.steps ?? []).map((step, index) => {
          const { kind, text } = stepWords(step);
          return (
            // Steps have no identity of their own: their place is what they are known by.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <p className="mb-1 flex items-baseline gap-2">
                <span className="text-ink-3">{index + 1}</span>
                <span className="font-medium">{step.name ?? step.id ?? capital(kind)}</span>
                <span className="text-sm text-ink-3">
                  {step.name !== undefined || step.id !== undefined ? kind : ''}
                  {step.optional ? ', optional' : ''}
                  {step.timeout === undefined ? '' : `, at most ${durationWords(step.timeout)}`}
                </span>
              </p>
              <pre
                // The keyboard scrolls it.
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
                tabIndex={0}
                className="code-box max-h-[260px] overflow-y-auto"
              >
                {text}
              </pre>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

/** The last runs of this task; read again whenever one of them starts or ends. */
function Runs({ task }: { task: Task }) {
  const [runs, setRuns] = useState<readonly RunSummary[]>();
  const stamp = useLive(({ overview }) =>
    [...(overview?.running ?? []), ...(overview?.queued ?? []), ...(overview?.recent ?? [])]
      .filter((run) => run.task === task.id)
      .map((run) => `${run.id}${run.state}`)
      .join(),
  );
  useEffect(() => {
    const life = new AbortController();
    client
      .listRuns({ query: { task: task.id, limit: 12 } }, { signal: life.signal })
      .then((page) => setRuns(page.runs))
      .catch(() => undefined);
    return () => life.abort();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the stamp is what says that there is something new
  }, [task.id, stamp]);
  return (
    <Section
      id="runs"
      title="Runs"
      aside={
        <Link to={`/runs?task=${encodeURIComponent(task.id)}`} className="link text-sm">
          All its runs
        </Link>
      }
    >
      {runs?.length === 0 ? <Empty title="It has not run yet." /> : null}
      {runs && runs.length > 0 ? (
        <ul aria-labelledby="runs" className="divide-y divide-line border-y border-line">
          {runs.map((run) => (
            <RunLine
              key={run.id}
              run={run}
              title={runLabel(run)}
              below={causeWords(run.cause)}
              aside={
                <span className="flex gap-3">
                  <Took of={run} />
                  <Ago at={run.endedAt ?? run.queuedAt} className="min-w-[76px] text-ink-3" />
                </span>
              }
            />
          ))}
        </ul>
      ) : null}
    </Section>
  );
}
