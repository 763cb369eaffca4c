/** What stands around a whole attempt: how its steps are confined, what they may use, the secrets they are given. */
import { formatInterval } from '#shared/nouns/duration.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Confinement } from '../safety/gate/ports.ts';
import { watchLimits } from '../safety/limits/watch-limits.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { RunLog } from './logs/run-log.ts';
import type { RunRow } from './records.ts';
import type { RunProcesses } from './run-processes.ts';
import type { RunScope } from './run-scope.ts';
import { RunSecrets } from './run-secrets.ts';
import { createStepCage, OPEN_CAGE, type StepCage } from './step-cage.ts';
import { limitTime } from './time-limit.ts';

export interface RunCageOptions {
  readonly row: RunRow;
  readonly definition: TaskDefinition;
  readonly context: ExecutionContext;
  readonly log: RunLog;
  readonly scope: RunScope;
  readonly processes: RunProcesses;
  /** It uses more than it may. */
  readonly onExceeded: (message: string) => void;
}

export class RunCage {
  steps: StepCage = OPEN_CAGE;
  secrets: RunSecrets;
  readonly #options: RunCageOptions;
  #admitted = false;
  #stopWatching: (() => void) | undefined;

  constructor(options: RunCageOptions) {
    this.#options = options;
    this.secrets = new RunSecrets(new Map(), options.context, options.log);
  }

  /**
   * To be asked before anything is started, once or more often.
   * @throws LukaError for what keeps the attempt from running: a volume that is away, a file that was changed, a secret
   * that is not there
   */
  async admit(): Promise<void> {
    if (this.#admitted) return;
    const { row, definition, context, log, scope } = this.#options;
    const confinement = await context.admit?.(row, definition);
    if (confinement) await this.#confine(confinement);
    this.secrets = await RunSecrets.of(definition, context, log);
    scope.secrets = this.secrets.values;
    this.#admitted = true;
  }

  /** Nothing is watched any more. */
  stop(): void {
    this.#stopWatching?.();
  }

  async #confine(confinement: Confinement): Promise<void> {
    const { row, definition, context, log, scope, processes, onExceeded } = this.#options;
    this.steps = await createStepCage({ confinement, definition, scope, context, log });
    context.ledger.noteConfinement(row.id, row.attempt, this.steps.confined);
    const { output, time, ...used } = confinement.limits;
    const exceed = (what: string): void => onExceeded(`the run used more than it may: ${what}`);
    if (output !== undefined)
      log.limitTo(output, () => exceed(`it printed more than ${formatBytes(output)}; the rest is left out`));
    const cancelTime =
      // What is to go on for ever has no time to keep.
      time === undefined || definition.service !== undefined
        ? undefined
        : limitTime(context.clock, time, undefined, () =>
            exceed(`it took longer than ${formatInterval(time)}`),
          );
    const watched = watchLimits({
      limits: used,
      groups: () => processes.groups,
      mark: scope.mark.text,
      clock: context.clock,
      tree: processes.tree,
      onExceeded: (_, detail) => exceed(detail),
    });
    this.#stopWatching = () => {
      cancelTime?.();
      watched.stop();
    };
  }
}
