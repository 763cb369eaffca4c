/** One module: the text that waits for a human beside what runs, and the releases that can be gone back to. */
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { ApiError } from '../../api/api-error.ts';
import { toApiError } from '../../api/api-error.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Empty, Section, useTitle } from '../../ui/page.tsx';
import { Path } from '../../ui/path.tsx';
import { Problem } from '../../ui/problem.tsx';
import { dismissLink } from '../../ui/toasts.tsx';
import { plainLine } from '../../words/plain.ts';
import { GovernanceHeader } from '../governance/governance-header.tsx';
import { NotFoundPage } from '../not-found.tsx';
import { useTasks } from '../tasks/use-tasks.ts';
import { isModuleName, moduleAddress, whoWords } from './module-rows.ts';
import { ReleaseList } from './release-list.tsx';
import { StagedText } from './staged-text.tsx';
import { TaskLinks } from './task-links.tsx';

export function ModulePage({ name }: { name: string }) {
  useTitle(`Module ${name}`);
  const valid = isModuleName(name);
  const { value, error, again } = useFetched(
    valid ? `module ${name}` : undefined,
    (signal) => readModule(name, signal),
    { follows: 'safetyStamp' },
  );
  const tasks = useTasks();
  // Whoever is here needs no message that leads here.
  useEffect(() => dismissLink(moduleAddress(name)), [name]);
  const waits = value?.laid !== undefined;
  const waited = useRef(false);
  useEffect(() => {
    const isGone = waited.current && !waits;
    waited.current = waits;
    // What had the focus went with it: the keyboard goes on from the top of the page's content.
    if (isGone && document.activeElement === document.body) document.getElementById('main')?.focus();
  }, [waits]);
  if (!valid) return <NotFoundPage />;
  const current = value?.releases.find((release) => release.current);
  return (
    <>
      <GovernanceHeader
        current="/modules"
        title={
          <span className="flex min-w-0 items-baseline gap-2.5">
            <bdi className="truncate" title={name}>
              {name}
            </bdi>
            <span className="font-normal whitespace-nowrap text-ink-3">Module</span>
          </span>
        }
      />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        {value ? (
          <div className="grid max-w-[1180px] gap-x-12 lg:grid-cols-[minmax(0,1fr)_300px]">
            <div className="min-w-0">
              {value.laid ? <StagedText {...value.laid} releases={value.releases} onChange={again} /> : null}
              {value.releases.length > 0 ? (
                <ReleaseList module={name} releases={value.releases} onChange={again} />
              ) : null}
              {value.laid === undefined && value.releases.length === 0 ? (
                <Section id="nothing" title="Nothing here">
                  <Empty title="No module of this name waits, and none was deployed.">
                    <Link to="/modules" className="link underline">
                      All modules
                    </Link>
                  </Empty>
                </Section>
              ) : null}
            </div>
            <aside aria-label="What runs" className="min-w-0">
              <Facts>
                <Fact name="Runs">
                  {current ? (
                    <>
                      release {current.number} <code className="text-ink-3">{current.hash}</code>
                    </>
                  ) : value.laid?.running ? (
                    'a file that was put there by hand'
                  ) : (
                    <span className="text-ink-3">nothing</span>
                  )}
                </Fact>
                {current ? (
                  <>
                    <Fact name="Switched">
                      <Ago at={current.since ?? current.at} />
                    </Fact>
                    <Fact name="Deployed by">{plainLine(whoWords(current.by))}</Fact>
                    <Fact name="From">
                      <span className="text-sm">
                        <Path path={current.from} />
                      </span>
                    </Fact>
                  </>
                ) : null}
                {tasks === undefined ? null : (
                  <Fact name="Used by">
                    <TaskLinks module={name} tasks={tasks} />
                  </Fact>
                )}
              </Facts>
            </aside>
          </div>
        ) : null}
        {error ? <Problem error={error} className="py-2" /> : null}
      </div>
    </>
  );
}

/** What was laid ready is asked for only where something was. */
async function readModule(module: string, signal: AbortSignal) {
  const [{ releases }, { staged }] = await Promise.all([
    client.listReleases({ query: { module } }, { signal }),
    client.listStaged({}, { signal }),
  ]);
  if (!staged.some((one) => one.module === module)) return { releases, laid: undefined };
  const laid = await client.readStaged({ params: { module } }, { signal }).catch((thrown: unknown) => {
    // Taken back between the two.
    if (isGone(toApiError(thrown))) return undefined;
    throw thrown;
  });
  return { releases, laid };
}

function isGone({ code }: ApiError): boolean {
  return code === 'staged_unknown';
}
