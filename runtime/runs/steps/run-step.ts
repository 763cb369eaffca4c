import { existsSync } from 'node:fs';
import type { RunStep } from '#shared/nouns/step.ts';
import type { StepRunner } from './step-runner.ts';

const BASH = '/bin/bash';
/** A line that may open its own output by name. */
const OPENS_OUTPUT = /\/dev\/(?:stdout|stderr|fd\/[12])|\/proc\/self\/fd\//;
/**
 * Puts pipes between the shell and the log's files. On Linux opening /dev/stderr for writing opens the file behind it
 * anew and empties it (proc_pid_fd(5)); a pipe is only opened. Other lines write to the files without anyone in between.
 */
const THROUGH_PIPES = 'exec 3>&1 4>&2 > >(exec cat >&3) 2> >(exec cat >&4) 3>&- 4>&-; exec "$@"';

/** A shell line. Nothing is pasted into it: values reach it as environment variables. */
export const runStep: StepRunner<RunStep> = {
  kind: 'run',
  plan(step, scope) {
    const command: [string, ...string[]] = [scope.programs.shell, '-c', step.run];
    if (process.platform !== 'linux' || !OPENS_OUTPUT.test(step.run) || !existsSync(BASH))
      return { kind: 'process', argv: command };
    return { kind: 'process', argv: [BASH, '-c', THROUGH_PIPES, BASH, ...command], command, drains: true };
  },
};
