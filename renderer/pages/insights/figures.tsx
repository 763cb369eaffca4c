/** The headline figures of a stretch, each with its change against the one before. */
import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { InsightSummary } from '#shared/nouns/insights.ts';
import { headlines, type Headline } from './headlines.ts';

export function Figures({ summary }: { summary: InsightSummary }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 xl:grid-cols-6">
      {headlines(summary).map((headline) => (
        <Figure key={headline.name} headline={headline} />
      ))}
    </dl>
  );
}

const ICONS = { up: ArrowUp, down: ArrowDown, same: Equal } as const;
const TONES = { good: 'text-ok', bad: 'text-failed', even: 'text-ink-2' } as const;

function Figure({ headline: { name, value, change, note, verdict } }: { headline: Headline }): ReactNode {
  const Icon = change === undefined ? undefined : ICONS[change.direction];
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="text-xl font-semibold tracking-[-0.015em] break-words">{value}</dd>
      <dd className="min-h-[18px] text-sm text-ink-2">
        {change && Icon ? (
          <span className={`inline-flex items-center gap-1 ${TONES[verdict]}`}>
            <Icon size={12} strokeWidth={2.4} aria-hidden />
            {change.words}
          </span>
        ) : null}
        {note === undefined ? null : <span className="block text-ink-3">{note}</span>}
      </dd>
    </div>
  );
}
