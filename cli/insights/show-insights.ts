/** All tasks together: a few sentences, lines of figures, and a table. */
import { formatDuration } from '#shared/nouns/duration.ts';
import type {
  InsightRange,
  InsightSummary,
  OutcomePoint,
  TaskInsight,
  TaskInsightSort,
} from '#shared/nouns/insights.ts';
import type { Session } from '../session.ts';
import { sparkline } from '../sparkline.ts';
import { formatTable, safeText } from '../table.ts';
import { countsText, msText, percentText, RANGE_WORDS } from './words.ts';

const CHART = 60;
const SMALL_CHART = 20;

export async function showInsights(
  session: Session,
  { range, sort, limit }: { range: InsightRange; sort: TaskInsightSort; limit: number },
): Promise<void> {
  const { client, terminal, json } = session;
  const [summary, outcomes, tasks, unusual, disk] = await Promise.all([
    client.getInsights({ query: { range } }),
    client.getOutcomes({ query: { range } }),
    client.listTaskInsights({ query: { range, sort, limit } }),
    client.listUnusual({ query: { range, limit: 5 } }),
    client.getDiskInsights({ query: { range } }),
  ]);
  if (json)
    return terminal.json({
      span: summary.span,
      summary,
      points: outcomes.points,
      tasks: tasks.tasks,
      unusual: unusual.unusual,
      disk: { parts: disk.parts, forecast: disk.forecast },
    });
  await terminal.print(terminal.style('bold', `${RANGE_WORDS[range]}: ${countsText(summary.now)}`));
  if (summary.span.counting) await terminal.note('history is still being counted: these figures grow');
  if (summary.now.runs === 0) return terminal.note('nothing ran in that time');
  for (const line of sentences(summary)) await terminal.print(line);
  for (const line of charts(outcomes.points)) await terminal.print(line);
  await terminal.print('');
  for (const line of formatTable(
    ['TASK', 'RUNS', 'FAILED', 'OK', 'MEDIAN', '95 %', 'FLAKY', 'SAVED', 'TREND'],
    tasks.tasks.map(taskRow),
    { width: terminal.width, heading: (text) => terminal.style('dim', text) },
  ))
    await terminal.print(line);
  if (tasks.tasks.length === 0) await terminal.note(`no task to show by ${sort}`);
  if (unusual.unusual.length > 0) await terminal.print('');
  for (const { run, task, message } of unusual.unusual)
    await terminal.print(`${terminal.style('yellow', 'unusual')} run ${run} of ${safeText(task)} ${message}`);
  await terminal.note(`disk: ${disk.forecast.message}`);
}

function sentences({ before, saved, waitP95Ms, lateP95Ms, unusual }: InsightSummary): string[] {
  const lines: string[] = [];
  if (before && before.runs > 0) lines.push(`the same time before: ${countsText(before)}`);
  lines.push(
    saved.counted === 0
      ? `machine time ${formatDuration(saved.machineMs)}; time saved is counted for tasks that say byHand`
      : `saved ${formatDuration(saved.savedMs)} by hand (${saved.counted} of ${saved.successes} successes say so), machine time ${formatDuration(saved.machineMs)}`,
  );
  const waits = [
    waitP95Ms === null ? undefined : `95 % waited less than ${formatDuration(waitP95Ms)}`,
    lateP95Ms === null ? undefined : `95 % of due runs were less than ${formatDuration(lateP95Ms)} late`,
    unusual === 0 ? undefined : `${unusual} unusually long or short`,
  ].filter((text) => text !== undefined);
  if (waits.length > 0) lines.push(waits.join(', '));
  return lines;
}

function charts(points: readonly OutcomePoint[]): string[] {
  return [
    `runs    ${sparkline(
      points.map(({ runs }) => runs),
      CHART,
    )}`,
    `success ${sparkline(
      points.map(({ successRate }) => successRate),
      CHART,
    )}`,
  ];
}

function taskRow(one: TaskInsight): string[] {
  return [
    safeText(one.task),
    String(one.runs),
    String(one.failed),
    percentText(one.successRate),
    msText(one.medianMs),
    msText(one.p95Ms),
    percentText(one.flakiness),
    one.byHandMs === undefined ? '-' : formatDuration(one.savedMs),
    sparkline(one.spark, SMALL_CHART),
  ];
}
