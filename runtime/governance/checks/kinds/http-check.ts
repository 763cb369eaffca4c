/** Whether an address answers. */
import { formatInterval } from '#shared/nouns/duration.ts';
import { failed, passed, shown, type CheckRunner } from '../check-runner.ts';

const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 5;

export const httpCheck: CheckRunner<'http'> = {
  kind: 'http',
  describe: ({ http }) =>
    `${shown(http.url)} answers ${http.expect === undefined ? '200 to 299' : [http.expect].flat().join(' or ')}`,
  async judge({ http, timeout = TIMEOUT_MS }, context, signal) {
    const url = URL.parse(http.url);
    if (!url || !/^https?:$/.test(url.protocol)) return failed(`${shown(http.url)} is no http address`);
    const expected = http.expect === undefined ? undefined : [http.expect].flat();
    const late = AbortSignal.timeout(timeout);
    let status: number;
    try {
      status = await statusOf(url, expected, context.fetch, AbortSignal.any([signal, late]));
    } catch (error) {
      signal.throwIfAborted();
      if (late.aborted) return failed(`no answer within ${formatInterval(timeout)}`);
      return failed(`no answer: ${reasonOf(error)}`);
    }
    const isGood = expected ? expected.includes(status) : status >= 200 && status <= 299;
    return isGood
      ? passed(`status ${status}`)
      : failed(`status ${status}, expected ${expected?.join(' or ') ?? '200 to 299'}`);
  },
};

/** Follows redirects within the same origin: what another one answers says nothing of this one. */
async function statusOf(
  url: URL,
  expected: readonly number[] | undefined,
  get: typeof fetch,
  signal: AbortSignal,
): Promise<number> {
  let at = url;
  for (let count = 0; ; count += 1) {
    const response = await get(at.href, { redirect: 'manual', signal });
    await response.body?.cancel();
    const { status } = response;
    const location = status >= 300 && status <= 399 ? response.headers.get('location') : null;
    if (location === null || expected?.includes(status) || count >= MOST_REDIRECTS) return status;
    const next = URL.parse(location, at.href);
    if (next?.origin !== url.origin) return status;
    at = next;
  }
}

/** fetch hides the reason in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
