/** One answer for each endpoint of the insights. */
import type { CallName, Contract } from '#shared/http/contract.ts';
import type { ParsedRequest, ResponseOf } from '#shared/http/endpoint.ts';
import type { InsightRange } from '#shared/nouns/insights.ts';
import type { Figures } from '../figures/figures.ts';
import type { InsightName } from '../insights.ts';
import type { LedgerView } from '../note/ledger-view.ts';
import { HISTORY } from '../unusual/judge-duration.ts';
import type { Zone } from '../../schedule/zone.ts';
import { diskInsight } from './disk.ts';
import { agentPoints, machinePoints } from './gauges.ts';
import { outcomePoints, summary } from './outcomes.ts';
import { queuePoints } from './queue.ts';
import type { KnownTask, Question } from './question.ts';
import { spanOf, tellSpan } from './span.ts';
import { taskInsights } from './tasks.ts';
import { listUnusual, trendOf } from './trend.ts';
import { weekCells } from './week.ts';

export interface Sources {
  readonly figures: Figures;
  readonly ledger: LedgerView;
  readonly tasks: readonly KnownTask[];
  readonly zone: Zone;
  /** ms since 1970. */
  readonly now: number;
  /** A history is being counted for the first time. */
  readonly isCounting: boolean;
}

type Request<Name extends CallName> = Pick<ParsedRequest<Contract[Name]>, 'params' | 'query'>;
type Answers = {
  readonly [Name in Exclude<InsightName, 'getTelemetry'>]: (
    request: Request<Name>,
    sources: Sources,
  ) => ResponseOf<Contract[Name]>;
};

function questionOf(
  { range, task }: { range: InsightRange; task?: string | undefined },
  { figures, tasks, zone, now, isCounting }: Sources,
) {
  const question: Question = {
    figures,
    zone,
    now,
    span: spanOf(range, now, zone),
    tasks: new Map(tasks.map((one) => [one.id, one])),
    task,
  };
  return { question, span: tellSpan(question.span, { figures, zone, isCounting }) };
}

export const ANSWERS: Answers = {
  getInsights({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, ...summary(question) };
  },
  getOutcomes({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, points: outcomePoints(question) };
  },
  listTaskInsights({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, ...taskInsights(question, query.sort, query.limit) };
  },
  getTrend({ params, query }, sources) {
    const { question, span } = questionOf(query, sources);
    const { task } = params;
    const durations = sources.ledger.durationsBefore(task, { run: 0, endedAt: sources.now }, HISTORY);
    return { span, task, ...trendOf(question, task, durations) };
  },
  getWeek({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, cells: weekCells(question) };
  },
  getQueueInsights({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, points: queuePoints(question) };
  },
  getAgentInsights({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, points: agentPoints(question) };
  },
  getMachineInsights({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, points: machinePoints(question) };
  },
  getDiskInsights({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, ...diskInsight(question) };
  },
  listUnusual({ query }, sources) {
    const { question, span } = questionOf(query, sources);
    return { span, ...listUnusual(question, query.limit, query.task) };
  },
};
