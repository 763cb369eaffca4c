/** What is searched for in the logs, as the page's address says it and as Luka is asked. Pure. */
import type { LogStream } from '#shared/nouns/log.ts';
import type { RunState } from '#shared/nouns/run.ts';

export const SINCE_CHOICES = [
  ['hour', 'The last hour', 1],
  ['day', 'The last day', 24],
  ['week', 'The last week', 7 * 24],
  ['month', 'The last month', 31 * 24],
  ['range', 'Between…', 0],
] as const;
export type Since = (typeof SINCE_CHOICES)[number][0];
export const STREAM_CHOICES = [
  ['out', 'stdout'],
  ['err', 'stderr'],
  ['note', 'Notes of Luka'],
] as const satisfies readonly (readonly [LogStream, string])[];
export const STATE_CHOICES = [
  ['active', 'Active', ['queued', 'awaiting_approval', 'running']],
  ['succeeded', 'Succeeded', ['succeeded']],
  ['failed', 'Failed', ['failed', 'timed_out', 'interrupted', 'denied']],
  ['cancelled', 'Cancelled', ['cancelled']],
] as const satisfies readonly (readonly [string, string, readonly RunState[]])[];
export const AROUND_CHOICES = [
  ['2', '2 lines around'],
  ['5', '5 lines around'],
] as const;

export interface LogsQuery {
  readonly q: string;
  readonly regex: boolean;
  readonly exact: boolean;
  readonly task?: string | undefined;
  readonly state?: (typeof STATE_CHOICES)[number][0] | undefined;
  readonly stream?: LogStream | undefined;
  readonly since?: Since | undefined;
  /** Where `since` is a range: as the browser's field writes it, in local time. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly around?: (typeof AROUND_CHOICES)[number][0] | undefined;
}

const HOUR_MS = 3_600_000;

function oneOf<T extends string>(
  choices: readonly (readonly [T, string, ...unknown[]])[],
  text: string | null,
): T | undefined {
  return choices.find(([name]) => name === text)?.[0];
}

/** What means nothing in an address is left out. */
export function queryOf(address: URLSearchParams): LogsQuery {
  return {
    q: address.get('q') ?? '',
    regex: address.has('regex'),
    exact: address.has('case'),
    task: address.get('task') ?? undefined,
    state: oneOf(STATE_CHOICES, address.get('state')),
    stream: oneOf(STREAM_CHOICES, address.get('stream')),
    since: oneOf(SINCE_CHOICES, address.get('since')),
    from: address.get('from') ?? undefined,
    to: address.get('to') ?? undefined,
    around: oneOf(AROUND_CHOICES, address.get('around')),
  };
}

export function addressOf(query: LogsQuery): Record<string, string> {
  const { q, regex, exact, task, state, stream, since, around } = query;
  const range = since === 'range' ? { from: query.from, to: query.to } : {};
  const chosen = Object.entries({ task, state, stream, since, around, ...range });
  return {
    ...(q === '' ? {} : { q }),
    ...(regex ? { regex: '' } : {}),
    ...(exact ? { case: '' } : {}),
    ...Object.fromEntries(chosen.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

export function hasFilters({ task, state, stream, since }: LogsQuery): boolean {
  return (task ?? state ?? stream ?? since) !== undefined;
}

function timeOf({ since, from, to }: LogsQuery, now: number): { since?: string; until?: string } {
  if (since === 'range') {
    const [first, last] = [moment(from), moment(to)];
    return { ...(first ? { since: first } : {}), ...(last ? { until: last } : {}) };
  }
  const hours = SINCE_CHOICES.find(([name]) => name === since)?.[2];
  return hours === undefined ? {} : { since: new Date(now - hours * HOUR_MS).toISOString() };
}

/** Of what a field holds; nothing where it is no whole moment yet. */
function moment(text: string | undefined): string | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** The request. @param now ms since 1970 @param before only runs older than this */
export function requestOf(query: LogsQuery, now: number, before: number | undefined) {
  const { q, regex, exact, task, state, stream, around } = query;
  const states = STATE_CHOICES.find(([name]) => name === state)?.[2];
  return {
    q,
    limit: 10_000,
    each: 200,
    ...(regex ? { regex: 'true' } : {}),
    ...(exact ? { case: 'true' } : {}),
    ...(task === undefined ? {} : { task }),
    ...(states === undefined ? {} : { state: states.join(',') }),
    ...(stream === undefined ? {} : { stream }),
    ...timeOf(query, now),
    ...(around === undefined ? {} : { context: Number(around) }),
    ...(before === undefined ? {} : { before }),
  };
}
