/** The checks of a run, one after the other, each with its result. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { checkKind, type Check, type CheckResult } from '#shared/nouns/check.ts';
import { formatInterval } from '#shared/nouns/duration.ts';
import { failed, type CheckContext, type Judgement } from './check-runner.ts';
import { describeCheck, judgeCheck } from './kinds/index.ts';

/** Of one check that does not say how long it may take. */
const LONGEST_MS = 120_000;
const LONGEST_NAME = 200;
const LONGEST_MESSAGE = 1_000;

/** @throws the signal's reason where the run is being ended; a bug. What a check cannot find out, it has not passed. */
export async function runChecks(
  checks: readonly Check[],
  context: CheckContext,
  longestMs = LONGEST_MS,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [index, check] of checks.entries()) {
    context.signal.throwIfAborted();
    const { outcome, message } = await judge(check, context, longestMs);
    const level = check.level ?? 'error';
    results.push({
      index,
      kind: checkKind(check),
      name: cut(check.name ?? describeCheck(check), LONGEST_NAME),
      level,
      outcome: outcome === 'failed' && level === 'warning' ? 'warning' : outcome,
      message: cut(message, LONGEST_MESSAGE),
    });
  }
  return results;
}

async function judge(check: Check, context: CheckContext, longestMs: number): Promise<Judgement> {
  const limit = new AbortController();
  const wanted = 'timeout' in check && check.timeout !== undefined ? check.timeout + 10_000 : longestMs;
  const cancel = context.clock.after(wanted, () => limit.abort());
  try {
    return await judgeCheck(check, context, AbortSignal.any([context.signal, limit.signal]));
  } catch (error) {
    context.signal.throwIfAborted();
    if (limit.signal.aborted) return failed(`it was given up after ${formatInterval(wanted)}`);
    if (error instanceof LukaError) return failed(`${error.code}: ${error.message}`);
    // The system's own: a program that is not there, a disk that does not answer.
    if (error instanceof Error && 'code' in error && 'syscall' in error)
      return failed(`it cannot be told (${error.message})`);
    throw error;
  } finally {
    cancel();
  }
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 3)}...` : text;
}
