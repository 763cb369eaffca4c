/** From one release to another and back, step by step. Knows nothing of journals and reports. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { DeployCheck, DeployReport } from '#shared/nouns/deployment.ts';
import { waitUntilDeployed, type CheckedLuka } from './checks.ts';
import type { Journal } from './journal.ts';

export type Steps = DeployReport['steps'];
export type Undo = NonNullable<Journal['undo']>;

export interface SwitchOverOptions extends CheckedLuka {
  /** How long a Luka may take until it answers, ms. */
  readonly waitMs: number;
  readonly say: (words: string) => void;
}

export class SwitchOver {
  readonly #options: SwitchOverOptions;

  constructor(options: SwitchOverOptions) {
    this.#options = options;
  }

  /** What there is to go back to. */
  async before(): Promise<Undo> {
    const { service, shelf } = this.#options;
    return {
      release: await shelf.currentName(),
      unit: await service.read(),
      loaded: (await service.state()).loaded,
    };
  }

  /**
   * Ends what runs, switches, starts and looks.
   * @param steps are added to as they are done
   * @param seen is given the checks of the last look
   * @throws what the step that failed says
   */
  async forward(
    to: { release: string; unit: string; replace: boolean },
    steps: Steps,
    seen: (checks: DeployCheck[]) => void,
  ): Promise<void> {
    const { service, shelf } = this.#options;
    const step = (name: string, work: () => Promise<string>) => this.#step(steps, name, 'done', work);
    if (to.replace) await step('replace', () => this.#endStranger());
    await step('stop', async () => {
      await service.stop();
      return 'nothing of it runs any more';
    });
    await step('switch', async () => {
      await shelf.switchTo(to.release);
      return `current is ${to.release}`;
    });
    await step('write', async () => {
      await service.write(to.unit);
      return service.file;
    });
    await step('start', async () => {
      await service.start();
      return service.name;
    });
    await step('verify', async () => {
      const checks = await waitUntilDeployed(this.#options, to, this.#options.waitMs);
      seen(checks);
      mustPass(checks, 'deploy_failed');
      return `${checks.length} checks passed`;
    });
  }

  /** May be done again where it was interrupted itself. Never throws: which step failed, and why, stands in the steps. */
  async back(
    { release, unit, loaded }: Undo,
    steps: Steps,
  ): Promise<{ outcome: 'rolled_back' | 'stuck'; checks: DeployCheck[] }> {
    const { service, shelf } = this.#options;
    const step = (name: string, work: () => Promise<string>) => this.#step(steps, name, 'undone', work);
    let checks: DeployCheck[] = [];
    try {
      await step('stop', async () => {
        await service.stop();
        return 'the new one has ended';
      });
      await step('switch', async () => {
        await shelf.switchTo(release);
        return `current is ${release ?? 'nothing'}`;
      });
      await step('write', async () => {
        await (unit === undefined ? service.remove() : service.write(unit));
        return service.file;
      });
      if (loaded)
        await step('start', async () => {
          await service.start();
          if (release === undefined) return 'started; it is no release of ours';
          checks = await waitUntilDeployed(this.#options, { release, unit }, this.#options.waitMs);
          mustPass(checks, 'deploy_stuck');
          return `${release} runs again`;
        });
      return { outcome: 'rolled_back', checks };
    } catch {
      return { outcome: 'stuck', checks };
    }
  }

  /** The pid of a Luka that runs with this home and was not started by the service. */
  async stranger(): Promise<number | undefined> {
    const { running, service } = this.#options;
    const hello = await running.hello();
    if (!hello) return undefined;
    const { pid } = await service.state();
    return pid !== undefined && (await running.descends(hello.pid, pid)) ? undefined : hello.pid;
  }

  async #endStranger(): Promise<string> {
    const pid = await this.stranger();
    if (pid === undefined) return 'no other Luka runs with this home';
    await this.#options.running.end(pid);
    return `pid ${pid} has ended; it is not started again if this fails`;
  }

  async #step(
    steps: Steps,
    step: string,
    state: 'done' | 'undone',
    work: () => Promise<string>,
  ): Promise<void> {
    this.#options.say(state === 'done' ? step : `undoing: ${step}`);
    try {
      steps.push({ step, state, note: await work() });
    } catch (error) {
      steps.push({ step, state: 'failed', note: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }
}

function mustPass(checks: readonly DeployCheck[], code: 'deploy_failed' | 'deploy_stuck'): void {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length > 0)
    throw new LukaError(code, { message: failed.map(({ name, note }) => `${name}: ${note}`).join('\n') });
}
