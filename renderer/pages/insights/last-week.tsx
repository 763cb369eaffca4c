/** The last seven days at a glance, for the overview: how much succeeded, what failed, what it saved. */
import { Link } from 'wouter';
import { Sparkline } from '../../charts/sparkline.tsx';
import { hoursWords, numberWords } from '../../charts/units.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Section } from '../../ui/page.tsx';
import { rateWords } from '../../words/insights.ts';
import { dailyRates } from './daily-rates.ts';
import { insightsAddress } from './range.ts';

/** Nothing where there is nothing to tell, or it cannot be read: the overview is about now. */
export function LastWeek() {
  const { value } = useFetched(
    'last week',
    async (signal) => {
      const [summary, outcomes] = await Promise.all([
        client.getInsights({ query: { range: '7d' } }, { signal }),
        client.getOutcomes({ query: { range: '7d' } }, { signal }),
      ]);
      return { summary, days: dailyRates(outcomes.points) };
    },
    { follows: 'insightsStamp' },
  );
  if (!value || value.summary.now.runs === 0) return null;
  const { now, saved } = value.summary;
  return (
    <Section
      id="last-week"
      title="Last 7 days"
      aside={
        <Link to={insightsAddress('7d')} className="link text-sm">
          Insights
        </Link>
      }
    >
      <dl className="divide-y divide-line border-y border-line">
        <div className="flex items-center justify-between gap-3 py-1.5">
          <dt>Succeeded</dt>
          <dd className="flex items-center gap-3 font-medium">
            <Sparkline
              values={value.days.map(({ rate }) => rate)}
              least={Math.min(0.9, ...value.days.map(({ rate }) => rate ?? 1))}
              most={1}
              label={`Day by day: ${value.days.map(({ rate }) => rateWords(rate)).join(', ')}`}
              className="text-ok"
            />
            {rateWords(now.successRate)}
          </dd>
        </div>
        <div className="flex justify-between gap-3 py-1.5">
          <dt>Failed</dt>
          <dd className={`font-medium ${now.failed > 0 ? 'text-failed' : ''}`}>
            {numberWords(now.failed)}{' '}
            <span className="font-normal text-ink-3">of {numberWords(now.runs)}</span>
          </dd>
        </div>
        {saved.counted > 0 ? (
          <div className="flex justify-between gap-3 py-1.5">
            <dt>Time saved</dt>
            <dd className="font-medium">{hoursWords(saved.savedMs)}</dd>
          </div>
        ) : null}
      </dl>
    </Section>
  );
}
