/** One task: how long its runs take, what is usual, and what was not. */
import { formatDuration } from '#shared/nouns/duration.ts';
import type { InsightRange } from '#shared/nouns/insights.ts';
import { formatClock } from '../moments.ts';
import type { Session } from '../session.ts';
import { sparkline } from '../sparkline.ts';
import { formatTable, safeText } from '../table.ts';
import { countsText, RANGE_WORDS } from './words.ts';

const CHART = 60;

export async function showTaskInsights(session: Session, task: string, range: InsightRange): Promise<void> {
  const { client, terminal, json, now } = session;
  const [summary, trend] = await Promise.all([
    client.getInsights({ query: { range, task } }),
    client.getTrend({ params: { task }, query: { range } }),
  ]);
  // A task that was removed keeps its history; one that never was has none, and a typing error should not look like rest.
  if (summary.now.runs === 0) await client.getTask({ params: { task } });
  if (json) return terminal.json({ summary, trend });
  await terminal.print(
    terminal.style('bold', `${safeText(task)}, ${RANGE_WORDS[range]}: ${countsText(summary.now)}`),
  );
  const { usual, points, unusual } = trend;
  await terminal.print(
    usual.known
      ? `usually ${formatDuration(usual.usualMs)}; unusual below ${formatDuration(usual.lowMs)} and above ${formatDuration(usual.highMs)} (of the last ${usual.history} successes)`
      : `what is usual is not known yet: ${usual.message}`,
  );
  if (summary.now.runs === 0) return terminal.note('it did not run in that time');
  await terminal.print(
    `median ${sparkline(
      points.map(({ medianMs }) => medianMs),
      CHART,
    )}`,
  );
  await terminal.print(
    `failed ${sparkline(
      points.map(({ failed }) => failed),
      CHART,
    )}`,
  );
  if (unusual.length === 0) return terminal.note('no run was unusually long or short');
  await terminal.print('');
  for (const line of formatTable(
    ['RUN', 'WHEN', '', 'WHAT'],
    unusual
      .toReversed()
      .map(({ run, at, kind, message }) => [String(run), formatClock(at, now), kind, message]),
    { width: terminal.width, heading: (text) => terminal.style('dim', text) },
  ))
    await terminal.print(line);
}
