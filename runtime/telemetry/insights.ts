/** What the API asks of the figures of telemetry. */
import type { CallName, Contract } from '#shared/http/contract.ts';
import type { ParsedRequest, ResponseOf } from '#shared/http/endpoint.ts';

/** The endpoints that are answered out of the figures. */
export type InsightName = Extract<
  CallName,
  | 'getInsights'
  | 'getOutcomes'
  | 'listTaskInsights'
  | 'getTrend'
  | 'getWeek'
  | 'getQueueInsights'
  | 'getAgentInsights'
  | 'getMachineInsights'
  | 'getDiskInsights'
  | 'listUnusual'
  | 'getTelemetry'
>;

export interface Insights {
  /** @throws LukaError telemetry_unavailable */
  ask<Name extends InsightName>(
    name: Name,
    request: Pick<ParsedRequest<Contract[Name]>, 'params' | 'query'>,
  ): Promise<ResponseOf<Contract[Name]>>;
}
