import { Link } from 'wouter';
import type { Overview } from '#shared/nouns/system.ts';
import { Due } from '../../ui/clock.tsx';
import { Empty, Section } from '../../ui/page.tsx';
import { capital } from '../../words/run-state.ts';

/** What is due next, and what will keep it from running. */
export function NextList({ next }: Pick<Overview, 'next'>) {
  return (
    <Section
      id="next"
      title="Next"
      aside={
        <Link to="/schedule" className="link text-sm">
          Schedule
        </Link>
      }
    >
      {next.length === 0 ? (
        <Empty title="Nothing is scheduled.">
          Give a task a trigger, such as <code>every: 1h</code>, and it shows here.
        </Empty>
      ) : (
        <ul aria-labelledby="next" className="divide-y divide-line border-y border-line">
          {next.map(({ task, title, due, trigger, obstacle }) => (
            <li key={`${task}${due}${trigger}`} className="flex min-h-9 items-baseline gap-3 py-1.5">
              <div className="min-w-0 grow">
                <Link
                  to={`/tasks/${encodeURIComponent(task)}`}
                  className="quiet-link block truncate font-medium"
                  title={title}
                >
                  {title}
                </Link>
                <p className="truncate text-sm text-ink-3">{trigger}</p>
                {obstacle === undefined ? null : (
                  <p className="text-sm break-words text-waiting">{capital(obstacle)}</p>
                )}
              </div>
              <Due at={due} className="shrink-0 text-sm text-ink-2" />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
