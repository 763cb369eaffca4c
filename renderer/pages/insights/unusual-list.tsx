/** Runs far outside the history of their own task, each with the way to it. */
import { TrendingDown, TrendingUp } from 'lucide-react';
import { Link } from 'wouter';
import type { UnusualRun } from '#shared/nouns/insights.ts';
import { capital } from '../../words/run-state.ts';
import { momentAt } from '../../words/zone.ts';

export function UnusualList({
  unusual,
  label,
  tz,
  titleOf,
}: {
  unusual: readonly UnusualRun[];
  label: string;
  tz: string;
  /** Named where the list is of several tasks. */
  titleOf?: (task: string) => string;
}) {
  return (
    <ul aria-label={label} className="mt-2 divide-y divide-line border-y border-line">
      {unusual.map((each) => {
        const Icon = each.kind === 'slower' ? TrendingUp : TrendingDown;
        return (
          <li key={each.run} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
            <Icon size={14} aria-hidden className="shrink-0 self-center text-waiting" />
            <Link to={`/runs/${each.run}`} className="quiet-link shrink-0 font-medium">
              {titleOf === undefined ? `Run #${each.run}` : `${titleOf(each.task)} #${each.run}`}
            </Link>
            <span className="min-w-0 grow break-words text-ink-2">{capital(each.message)}</span>
            <time dateTime={each.at} className="shrink-0 text-sm text-ink-3">
              {momentAt(each.at, tz)}
            </time>
          </li>
        );
      })}
    </ul>
  );
}
