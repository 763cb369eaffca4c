/** Tasks by owner and phase: how many of which priority, how they do, what they ask. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { Priority } from '#shared/nouns/priority.ts';
import type { GovernanceGroup } from '#shared/nouns/report.ts';
import { plainLine } from '../../words/plain.ts';

const FIRST = 6;
const ORDER: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];

export function GroupTable({ groups, days }: { groups: readonly GovernanceGroup[]; days: number }) {
  return (
    <section
      className="prose-wide"
      aria-label="Table of owners and phases"
      // The keyboard scrolls it where it is wider than the page.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <table className="grid-table min-w-[760px]">
        <caption className="sr-only">
          Tasks by owner and phase, with their runs of the last {days} days
        </caption>
        <thead>
          <tr>
            <th scope="col">Owner</th>
            <th scope="col">Phase</th>
            <th scope="col">Tasks</th>
            <th scope="col">Priorities</th>
            <th scope="col" data-align="right">
              Runs
            </th>
            <th scope="col" data-align="right">
              Succeeded
            </th>
            <th scope="col" data-align="right">
              Waiting for GG
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow key={`${group.owner ?? ''}\n${group.phase ?? ''}`} group={group} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function GroupRow({
  group: { owner, phase, tasks, priorities, runs, bad, success, approvals, results },
}: {
  group: GovernanceGroup;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? tasks : tasks.slice(0, FIRST);
  const waiting = approvals + results;
  return (
    <tr>
      <th scope="row" className="font-medium whitespace-nowrap">
        {owner === undefined ? <span className="font-normal text-ink-3">nobody</span> : plainLine(owner)}
      </th>
      <td className="whitespace-nowrap">
        {phase === undefined ? <span className="text-ink-3">none</span> : plainLine(phase)}
      </td>
      <td className="min-w-[220px]">
        <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
          {shown.map(({ id, title, bad: failed, quarantined, state }) => (
            <li key={id}>
              <Link
                to={`/tasks/${encodeURIComponent(id)}`}
                className={`link ${state === 'ready' ? '' : 'text-ink-3'}`}
              >
                {plainLine(title)}
              </Link>
              {quarantined ? <span className="text-sm text-waiting"> in quarantine</span> : null}
              {!quarantined && failed > 0 ? (
                <span className="text-sm text-failed"> {failed} failed</span>
              ) : null}
              {state === 'ready' ? null : (
                <span className="text-sm text-ink-3"> {state === 'disabled' ? 'off' : 'broken file'}</span>
              )}
            </li>
          ))}
        </ul>
        {tasks.length > FIRST ? (
          <button
            type="button"
            className="link text-sm text-ink-2"
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            {all ? 'Show fewer' : `Show all ${tasks.length}`}
          </button>
        ) : null}
      </td>
      <td className="whitespace-nowrap text-ink-2">
        {ORDER.flatMap((priority) =>
          priorities[priority] === undefined ? [] : `${priorities[priority]} ${priority}`,
        ).join(', ')}
      </td>
      <td data-align="right">{runs.toLocaleString('en-GB')}</td>
      <td data-align="right" className={bad > 0 ? 'text-failed' : ''}>
        {success === undefined ? <span className="text-ink-3">nothing ran</span> : `${percent(success)} %`}
      </td>
      <td data-align="right">
        {waiting === 0 ? (
          '0'
        ) : (
          <Link to={approvals > 0 ? '/approvals' : '/validation'} className="link text-waiting">
            {waiting}
          </Link>
        )}
      </td>
    </tr>
  );
}

/** Never 100 where one failed. */
function percent(success: number): string {
  const rounded = Math.floor(success * 1_000) / 10;
  return String(success === 1 ? 100 : Math.min(99.9, rounded));
}
