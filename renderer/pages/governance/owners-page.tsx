/** The view of who oversees: tasks by owner and phase, and everything that is open. */
import { useSearchParams } from 'wouter';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Empty, Section, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { plainLine } from '../../words/plain.ts';
import { GovernanceHeader } from './governance-header.tsx';
import { GroupTable } from './group-table.tsx';
import { namesOf, NOBODY, shownOf } from './owner-filter.ts';
import { ToDoList } from './to-do-list.tsx';

const SPANS = [7, 30, 90, 365];

export function OwnersPage() {
  useTitle('Owners');
  const [address, setAddress] = useSearchParams();
  const days = SPANS.find((span) => String(span) === address.get('days')) ?? 30;
  const filter = { owner: address.get('owner') ?? undefined, phase: address.get('phase') ?? undefined };
  const { value, error } = useFetched(
    `governance ${days}`,
    (signal) => client.getGovernance({ query: { days } }, { signal }),
    { follows: 'safetyStamp' },
  );
  const set = (name: 'owner' | 'phase' | 'days', to: string | undefined): void =>
    setAddress(
      (last) => {
        const next = new URLSearchParams(last);
        if (to === undefined) next.delete(name);
        else next.set(name, to);
        return next;
      },
      { replace: true },
    );
  const shown = value && shownOf(value, filter);
  const open = shown?.toDos.length ?? 0;
  return (
    <>
      <GovernanceHeader title="Owners">
        <NameSelect
          label="Owner"
          all="All owners"
          none="Nobody"
          names={value ? namesOf(value, 'owner') : []}
          value={filter.owner}
          onChange={(to) => set('owner', to)}
        />
        <NameSelect
          label="Phase"
          all="All phases"
          none="No phase"
          names={value ? namesOf(value, 'phase') : []}
          value={filter.phase}
          onChange={(to) => set('phase', to)}
        />
        <select
          className="field"
          aria-label="Runs of the last"
          value={days}
          onChange={(event) => set('days', event.target.value)}
        >
          {SPANS.map((span) => (
            <option key={span} value={span}>
              {span === 365 ? 'Last year' : `Last ${span} days`}
            </option>
          ))}
        </select>
      </GovernanceHeader>
      <div className="min-h-0 grow overflow-y-auto px-4 py-4 md:px-6">
        {shown ? (
          <>
            <Section
              id="to-dos"
              title="Open to-dos"
              aside={
                open === 0 ? null : (
                  <output className="text-sm text-ink-3">
                    {open.toLocaleString('en-GB')}
                    {value?.more ? ', and more' : ''}
                  </output>
                )
              }
            >
              {open > 0 ? (
                <ToDoList toDos={shown.toDos} />
              ) : (
                <Empty title="Nothing is open.">
                  Approvals, results and failures come here by themselves. So do lines such as “- [ ] build:
                  the mover (Codex)” of memories and reports, until they are checked off.
                </Empty>
              )}
            </Section>
            <Section id="groups" title="Tasks by owner and phase">
              {shown.groups.length > 0 ? (
                <GroupTable groups={shown.groups} days={days} />
              ) : (
                <Empty title="No task fits.">Say “owner: CLS” and “phase: build” in a task’s file.</Empty>
              )}
            </Section>
          </>
        ) : null}
        {!value && !error ? <p className="text-ink-3">Reading the ledger…</p> : null}
        {error ? <Problem error={error} className="py-2" /> : null}
      </div>
    </>
  );
}

function NameSelect({
  label,
  all,
  none,
  names,
  value,
  onChange,
}: {
  label: string;
  all: string;
  none: string;
  names: readonly string[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const ALL = '*';
  // What the address names stays chosen where nothing is of it any more.
  const known = value === undefined || value === NOBODY || names.includes(value) ? names : [...names, value];
  return (
    <select
      className="field max-sm:grow"
      aria-label={label}
      value={value ?? ALL}
      onChange={(event) => onChange(event.target.value === ALL ? undefined : event.target.value)}
    >
      <option value={ALL}>{all}</option>
      {known.map((name) => (
        <option key={name} value={name}>
          {plainLine(name)}
        </option>
      ))}
      <option value={NOBODY}>{none}</option>
    </select>
  );
}
