import type { InsightName } from '../../telemetry/insights.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function insightHandlers({ insights }: Services): Pick<Handlers, InsightName> {
  return {
    getInsights: ({ params, query }) => insights.ask('getInsights', { params, query }),
    getOutcomes: ({ params, query }) => insights.ask('getOutcomes', { params, query }),
    listTaskInsights: ({ params, query }) => insights.ask('listTaskInsights', { params, query }),
    getTrend: ({ params, query }) => insights.ask('getTrend', { params, query }),
    getWeek: ({ params, query }) => insights.ask('getWeek', { params, query }),
    getQueueInsights: ({ params, query }) => insights.ask('getQueueInsights', { params, query }),
    getAgentInsights: ({ params, query }) => insights.ask('getAgentInsights', { params, query }),
    getMachineInsights: ({ params, query }) => insights.ask('getMachineInsights', { params, query }),
    getDiskInsights: ({ params, query }) => insights.ask('getDiskInsights', { params, query }),
    listUnusual: ({ params, query }) => insights.ask('listUnusual', { params, query }),
    getTelemetry: ({ params, query }) => insights.ask('getTelemetry', { params, query }),
  };
}
