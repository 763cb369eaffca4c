/** A command that must succeed. */
import { formatInterval } from '#shared/nouns/duration.ts';
import {
  failed,
  passed,
  shown,
  type CheckCommand,
  type CheckContext,
  type CheckRunner,
  type Judgement,
} from '../check-runner.ts';

const TIMEOUT_MS = 60_000;

export const runCheck: CheckRunner<'run'> = {
  kind: 'run',
  describe: ({ run }) => `${shown(run)} succeeds`,
  judge: ({ run, timeout }, context, signal) => judge({ run }, timeout, context, signal),
};

export const argvCheck: CheckRunner<'argv'> = {
  kind: 'argv',
  describe: ({ argv }) => `${shown(argv.join(' '))} succeeds`,
  judge: ({ argv, timeout }, context, signal) => judge({ argv }, timeout, context, signal),
};

async function judge(
  command: CheckCommand,
  timeoutMs = TIMEOUT_MS,
  context: CheckContext,
  signal: AbortSignal,
): Promise<Judgement> {
  const end = await context.runCommand(command, { timeoutMs, signal });
  if (end.timedOut) return failed(`it took longer than ${formatInterval(timeoutMs)}`);
  if (end.signal !== null) return failed(`it was ended by ${end.signal}`);
  return end.code === 0 ? passed('exit code 0') : failed(`exit code ${end.code ?? 'unknown'}`);
}
