/** Reads what a person asks for into a wish. */
import { randomBytes } from 'node:crypto';
import { formatInterval } from '#shared/nouns/duration.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AwakeRequest } from '#shared/nouns/power.ts';
import { isDone, type RunState } from '#shared/nouns/run.ts';
import { clockWords } from '../../schedule/local-words.ts';
import type { Wish } from './wish.ts';

const LONGEST_MS = 31 * 86_400_000;

export interface AwakeContext {
  readonly now: number;
  readonly by: string;
  readonly run: (id: number) => { readonly state: RunState; readonly title: string } | undefined;
}

/** @throws LukaError hold_invalid, run_unknown, run_done */
export function wishOf(request: AwakeRequest, { now, by, run }: AwakeContext): Wish {
  const given = [request.until, request.for, request.whileTasks, request.whileRun].filter(
    (way) => way !== undefined,
  );
  if (given.length > 1) throw new LukaError('hold_invalid', { message: 'only one way to end can be given' });
  const until =
    request.until === undefined
      ? request.for === undefined
        ? undefined
        : now + request.for
      : Date.parse(request.until);
  if (until !== undefined && until <= now)
    throw new LukaError('hold_invalid', { message: 'the time to stay awake until is over already' });
  if (until !== undefined && until > now + LONGEST_MS)
    throw new LukaError('hold_invalid', { message: 'that is longer than 31 days' });
  const ofRun = request.whileRun === undefined ? undefined : whileWords(request.whileRun, run);
  return {
    id: `person-${randomBytes(6).toString('hex')}`,
    kind: request.display ? 'display' : 'system',
    owner: { kind: 'person', by },
    since: now,
    until,
    whileRun: request.whileRun,
    whileTasks: request.whileTasks,
    reason: request.reason ?? ofRun ?? reasonOf(request, until, now),
  };
}

function reasonOf(request: AwakeRequest, until: number | undefined, now: number): string {
  if (request.whileTasks) return 'while tasks run';
  if (until === undefined) return 'until somebody stops it';
  return request.for === undefined ? `until ${clockWords(until, now)}` : `for ${formatInterval(request.for)}`;
}

/** @throws LukaError run_unknown, run_done */
function whileWords(id: number, run: AwakeContext['run']): string {
  const found = run(id);
  if (!found) throw new LukaError('run_unknown', { message: `there is no run ${id}` });
  if (isDone(found.state)) throw new LukaError('run_done', { message: `run ${id} is over already` });
  return `while run ${id} goes (${found.title})`;
}
