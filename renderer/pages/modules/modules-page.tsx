/** Task modules: what waits for a human, then what runs. */
import { PackageOpen } from 'lucide-react';
import { Link } from 'wouter';
import type { StagedModule } from '#shared/nouns/release.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { Empty, Section, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { plainLine } from '../../words/plain.ts';
import { count } from '../../words/run-state.ts';
import { sizeWords } from '../../words/time.ts';
import { GovernanceHeader } from '../governance/governance-header.tsx';
import { useTasks } from '../tasks/use-tasks.ts';
import { moduleAddress, moduleRows, whoWords, type ModuleRow } from './module-rows.ts';
import { TaskLinks } from './task-links.tsx';

export function ModulesPage() {
  useTitle('Modules');
  const { value, error } = useFetched(
    'modules',
    async (signal) => {
      const [{ staged }, { releases }] = await Promise.all([
        client.listStaged({}, { signal }),
        client.listReleases({ query: {} }, { signal }),
      ]);
      return { staged, rows: moduleRows(releases) };
    },
    { follows: 'safetyStamp' },
  );
  return (
    <>
      <GovernanceHeader title="Modules" />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        <div className="max-w-[1180px]">
          {value === undefined ? null : value.staged.length + value.rows.length === 0 ? (
            <Nothing />
          ) : (
            <>
              <Section
                id="staged"
                title="Laid ready for you"
                aside={
                  value.staged.length > 0 ? (
                    <output className="text-sm text-ink-3">{value.staged.length}</output>
                  ) : null
                }
              >
                {value.staged.length > 0 ? (
                  <ul aria-labelledby="staged" className="divide-y divide-line border-y border-line">
                    {value.staged.map((each) => (
                      <StagedRow key={each.module} staged={each} />
                    ))}
                  </ul>
                ) : (
                  <Empty title="Nothing waits for you." />
                )}
              </Section>
              <Section id="modules" title="Modules that were deployed">
                {value.rows.length > 0 ? (
                  <ul aria-labelledby="modules" className="divide-y divide-line border-y border-line">
                    {value.rows.map((row) => (
                      <Row key={row.module} row={row} />
                    ))}
                  </ul>
                ) : (
                  <Empty title="None yet." />
                )}
              </Section>
            </>
          )}
          {error ? <Problem error={error} className="py-2" /> : null}
        </div>
      </div>
    </>
  );
}

function StagedRow({ staged: { module, by, at, bytes, hash } }: { staged: StagedModule }) {
  return (
    <li className="relative flex items-center gap-3 py-2 hover:bg-hover">
      <PackageOpen size={16} aria-hidden className="shrink-0 text-waiting" />
      <div className="min-w-0 grow">
        <Link
          to={moduleAddress(module)}
          className="block truncate font-medium after:absolute after:inset-0 after:-outline-offset-2"
          title={module}
        >
          {module}
        </Link>
        <p className="truncate text-sm text-ink-2">
          {by === undefined ? 'Nobody that Luka knows of' : `By ${plainLine(whoWords(by))}`}, <Ago at={at} />
        </p>
      </div>
      <span className="shrink-0 text-right text-sm text-ink-3">
        {sizeWords(bytes)}
        <code className="ml-3 max-sm:hidden">{hash}</code>
      </span>
    </li>
  );
}

function Row({ row: { module, current, releases } }: { row: ModuleRow }) {
  const tasks = useTasks();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 py-2 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_150px_150px]">
      <div className="min-w-0">
        <Link to={moduleAddress(module)} className="link block truncate font-medium" title={module}>
          {module}
        </Link>
        {current === undefined ? null : (
          <p className="truncate text-sm text-ink-3">deployed by {plainLine(whoWords(current.by))}</p>
        )}
      </div>
      <span className="min-w-0 text-sm text-ink-2 max-md:order-3 max-md:col-span-2">
        {tasks === undefined ? null : <TaskLinks module={module} tasks={tasks} before="used by " />}
      </span>
      <span className="text-sm max-md:text-right">
        {current === undefined ? (
          <span className="text-waiting">no release runs</span>
        ) : (
          <>
            release {current.number}
            <span className="text-ink-3">
              {releases === 1 ? '' : `, ${count(releases - 1, 'other')} kept`}
            </span>
          </>
        )}
      </span>
      <span className="text-sm text-ink-3 max-md:order-4 max-md:col-span-2 md:text-right">
        {current === undefined ? null : (
          <>
            switched <Ago at={current.since ?? current.at} />
          </>
        )}
      </span>
    </li>
  );
}

function Nothing() {
  return (
    <Empty title="No module was deployed yet, and none waits for you.">
      <p>
        A module is a task in JavaScript. A coding agent lays one ready with the tool{' '}
        <code>stage_module</code>; it waits here, and nothing of it runs before you have read and deployed it.
        Your own come with <code>luka deploy ~/modules/report.mjs</code>.
      </p>
      <p className="mt-1.5">
        <Link to="/docs/deploy#task-modules" className="link underline">
          How modules are deployed
        </Link>{' '}
        ·{' '}
        <Link to="/docs/coding-agents" className="link underline">
          How coding agents are let in
        </Link>
      </p>
    </Empty>
  );
}
