import { Link } from 'wouter';
import type { Overview } from '#shared/nouns/system.ts';
import { useLive } from '../../live/store.ts';
import { Ago, Took } from '../../ui/clock.tsx';
import { Findings } from '../../ui/findings.tsx';
import { Empty, PageHeader, Section, useTitle } from '../../ui/page.tsx';
import { CancelButton, RunAgainButton } from '../../ui/run-buttons.tsx';
import { RunLine } from '../../ui/run-line.tsx';
import { capital, count, exitWords, stateLabel } from '../../words/run-state.ts';
import { LastWeek } from '../insights/last-week.tsx';
import { insightsAddress } from '../insights/range.ts';
import { useTasks } from '../tasks/use-tasks.ts';
import { ActiveWords } from './active-words.tsx';
import { Attention } from './attention.tsx';
import { groupFindings } from './group-findings.ts';
import { headline } from './headline.ts';
import { LoginCard } from './login-card.tsx';
import { NextList } from './next-list.tsx';

export function OverviewPage() {
  useTitle('');
  const overview = useLive((state) => state.overview);
  return (
    <>
      <PageHeader title="Overview" actions={overview ? <Today overview={overview} /> : null} />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        {overview ? <Body overview={overview} /> : null}
      </div>
    </>
  );
}

function Today({ overview: { status } }: { overview: Overview }) {
  const { succeededToday, failedToday } = status.counts;
  return (
    <p className="text-sm text-ink-2">
      Last 24 hours: {succeededToday.toLocaleString('en-GB')} succeeded,{' '}
      <span className={failedToday > 0 ? 'font-semibold text-failed' : ''}>
        {failedToday.toLocaleString('en-GB')} failed
      </span>
    </p>
  );
}

function Body({ overview }: { overview: Overview }) {
  const { status, running, queued, failures, recent, next, services, escalated, slas, staged } = overview;
  const { own, ofTasks, unusual, undelivered } = groupFindings(overview.findings, status.findings);
  const quarantined = (useTasks() ?? []).filter(({ health }) => health?.quarantinedAt !== undefined);
  if (
    status.counts.tasks === 0 &&
    recent.length === 0 &&
    running.length === 0 &&
    overview.findings.length === 0 &&
    escalated.length === 0 &&
    staged.length === 0
  )
    return <FirstSteps home={status.home} />;
  return (
    // The last row takes what the column beside it has more.
    <div className="grid max-w-[1180px] gap-x-12 lg:grid-cols-[minmax(0,1fr)_300px] lg:grid-rows-[auto_auto_1fr]">
      <div className="lg:col-span-2">
        <p className="mb-6 text-xl font-semibold tracking-[-0.015em]">
          {headline(overview, quarantined.length)}
        </p>
        <LoginCard />
      </div>
      <div className="min-w-0">
        <Attention
          quarantined={quarantined}
          services={services}
          escalated={escalated}
          staged={staged}
          stagedInAll={status.counts.stagedModules}
          slas={slas}
          undelivered={undelivered}
          asked={queued.filter(({ state }) => state === 'awaiting_approval')}
        />
        <Section id="running" title="Running now">
          {running.length + queued.length === 0 ? (
            <Empty title="Nothing is running." />
          ) : (
            <ul aria-labelledby="running" className="divide-y divide-line border-y border-line">
              {[...running, ...queued].map((run) => (
                <RunLine
                  key={run.id}
                  run={run}
                  below={<ActiveWords run={run} />}
                  aside={<Took of={run} className="text-running" />}
                >
                  <CancelButton run={run} named />
                </RunLine>
              ))}
            </ul>
          )}
        </Section>
        {own.length > 0 ? (
          <Section
            id="own-findings"
            title="Luka itself"
            aside={
              <Link to="/settings/doctor" className="link text-sm">
                Open the doctor
              </Link>
            }
          >
            <Findings findings={own} label="Luka itself" />
          </Section>
        ) : null}
        {unusual.length > 0 ? (
          <Section
            id="odd"
            title="Unusual runs"
            aside={
              <Link to={insightsAddress('7d')} className="link text-sm">
                Insights
              </Link>
            }
          >
            <Findings findings={unusual} label="Unusual runs" />
          </Section>
        ) : null}
        {ofTasks.length > 0 ? (
          <Section
            id="findings"
            title="Task files to mend"
            aside={
              <Link to="/tasks?show=invalid" className="link text-sm">
                Show tasks
              </Link>
            }
          >
            <Findings findings={ofTasks} label="Task files to mend" />
          </Section>
        ) : null}
        {failures.length > 0 ? (
          <Section id="failed" title="Failed in the last 7 days">
            <ul aria-labelledby="failed" className="divide-y divide-line border-y border-line">
              {failures.map((run) => (
                <RunLine
                  key={run.id}
                  run={run}
                  below={
                    <p className="line-clamp-2 break-words">
                      {capital(run.message ?? exitWords(run) ?? stateLabel(run.state))}
                    </p>
                  }
                  aside={<Ago at={run.endedAt ?? run.queuedAt} />}
                  isAsideLong
                >
                  <RunAgainButton run={run} named />
                </RunLine>
              ))}
            </ul>
          </Section>
        ) : null}
      </div>
      <aside aria-label="Coming up" className="min-w-0 lg:row-span-2">
        <NextList next={next} />
        <LastWeek />
        <p className="mb-7 text-sm text-ink-3 max-lg:hidden">
          {count(status.counts.tasks, 'task')}
          {status.counts.queued > 0 ? `, ${status.counts.queued} queued` : ''}. Luka started{' '}
          <Ago at={status.startedAt} />.
        </p>
      </aside>
      <div className="min-w-0">
        <Section
          id="recent"
          title="Recent runs"
          aside={
            <Link to="/runs" className="link text-sm">
              All runs
            </Link>
          }
        >
          {recent.length === 0 ? (
            <Empty title="No runs yet.">Run a task from the tasks page, or wait for one that is due.</Empty>
          ) : (
            <ul aria-labelledby="recent" className="divide-y divide-line border-y border-line">
              {recent.map((run) => (
                <RunLine
                  key={run.id}
                  run={run}
                  aside={
                    <span className="flex gap-3">
                      <Took of={run} className="max-sm:hidden" />
                      <Ago at={run.endedAt ?? run.queuedAt} className="min-w-[76px] text-ink-3" />
                    </span>
                  }
                />
              ))}
            </ul>
          )}
        </Section>
      </div>
    </div>
  );
}

function FirstSteps({ home }: { home: string }) {
  return (
    <div className="max-w-[52ch] py-8">
      <p className="text-xl font-semibold tracking-[-0.015em]">Luka has nothing to do yet</p>
      <p className="mt-1.5 mb-4 text-ink-2">
        Make a first task: a name and a command are enough. It becomes a small file that you can open in any
        editor.
      </p>
      <Link to="/tasks?new" className="btn btn-primary">
        New task
      </Link>
      <p className="mt-6 text-sm text-ink-3">
        Task files are in <code className="break-all">{home}/tasks</code>; whatever you save there appears
        here at once.
      </p>
    </div>
  );
}
