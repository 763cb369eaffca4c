import type { HttpStep } from '#shared/nouns/step.ts';
import type { BuiltinIo, StepRunner } from './step-runner.ts';

/** As much of an answer as the log keeps. */
const BODY_BYTES = 1_048_576;

/** A probe: one request, and whether its status is one of those expected (any 2xx where none is named). */
export const httpStep: StepRunner<HttpStep> = {
  kind: 'http',
  plan(step, scope) {
    const { http } = step;
    const url = scope.render(http.url);
    const method = http.method ?? 'GET';
    const headers = Object.fromEntries(
      Object.entries(http.headers ?? {}).map(([name, value]) => [name, scope.renderHeader(value)]),
    );
    const body = http.body === undefined ? undefined : scope.render(http.body);
    const expected = http.expect === undefined ? undefined : [http.expect].flat();
    return {
      kind: 'builtin',
      command: [method, url],
      async execute(io) {
        const started = performance.now();
        let response: Response;
        try {
          response = await fetch(url, {
            method,
            headers,
            redirect: 'follow',
            signal: io.signal,
            ...(body === undefined ? {} : { body }),
          });
        } catch (error) {
          if (io.signal.aborted) throw error;
          const reason = describeFailure(error);
          io.write('err', `${method} ${url} failed: ${reason}\n`);
          return { state: 'failed', message: `no answer from ${url}: ${reason}` };
        }
        io.write(
          'out',
          `HTTP ${response.status} ${response.statusText} in ${Math.round(performance.now() - started)} ms\n`,
        );
        await writeBody(response, io);
        const ok = expected ? expected.includes(response.status) : response.ok;
        return ok
          ? { state: 'succeeded', message: `status ${response.status}` }
          : {
              state: 'failed',
              message: `status ${response.status}, expected ${expected?.join(' or ') ?? '200 to 299'}`,
            };
      },
    };
  },
};

async function writeBody(response: Response, io: BuiltinIo): Promise<void> {
  let written = 0;
  let last = 0x0a;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    const part = bytes.subarray(0, BODY_BYTES - written);
    if (part.length > 0) io.write('out', part);
    written += part.length;
    last = part.at(-1) ?? last;
    if (written >= BODY_BYTES) {
      io.write('err', `\nthe rest of the answer is left out (over ${BODY_BYTES} bytes)\n`);
      await response.body?.cancel().catch(() => undefined);
      return;
    }
  }
  if (last !== 0x0a) io.write('out', '\n');
}

/** fetch hides the reason in `cause` (a refused connection, an unknown host, a bad certificate). */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error)
    return 'code' in cause && typeof cause.code === 'string'
      ? `${cause.code} ${cause.message}`.trim()
      : cause.message;
  return error.message;
}
