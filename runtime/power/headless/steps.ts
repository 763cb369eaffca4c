/** What is done, one command each: shown before, done in this order, undone in the other. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { installCommand, rootFiles } from '../../root/root-files.ts';
import { formatCommand, mustRun, type RootCommand } from '../../root/root-shell.ts';
import { CAFFEINATE_LABEL, caffeinatePlist } from './daemon-plists.ts';
import type { HeadlessMachine } from './headless-machine.ts';
import type { Saved, SavedAgent } from './saved-state.ts';

export interface Step {
  readonly as: 'root' | 'person';
  readonly command: string;
  readonly why: string;
  /** @returns a note. @throws LukaError root_failed */
  readonly run: () => Promise<string>;
}

/** launchd has it no more, or is about to: nothing to wait for. */
const GONE = new Set([0, 3, 36, 113]);
/** The one before is still on its way out. */
const NOT_YET = new Set([5, 36, 37]);
const PATIENCE_MS = 15_000;

export class HeadlessSteps {
  readonly #machine: HeadlessMachine;

  constructor(machine: HeadlessMachine) {
    this.#machine = machine;
  }

  /** Sets values of AC power. */
  power(values: Readonly<Record<string, string>>, why: string): Step[] {
    const words = Object.entries(values).flat();
    if (words.length === 0) return [];
    return [this.#root([this.#places.pmset, '-c', ...words], why)];
  }

  /** Puts a plist of the system in place and has launchd start it. */
  load(label: string, text: string, why: string): Step[] {
    const file = this.daemonFile(label);
    return [
      ...this.unload(label, `ends the ${label} of before, where there is one`),
      {
        as: 'root',
        command: formatCommand(installCommand(`${label}.plist`, file)),
        why,
        run: async () =>
          rootFiles(this.#machine.options.root)
            .write(file, text)
            .then(() => 'written'),
      },
      this.#root([this.#places.launchctl, 'enable', `system/${label}`], 'launchd may load it'),
      this.#bootstrap('root', 'system', file),
    ];
  }

  unload(label: string, why: string): Step[] {
    return [this.#bootout('root', `system/${label}`, why)];
  }

  /** Takes a plist of the system away, or puts back the one that was there. */
  putBack(label: string, before: string | undefined): Step[] {
    if (before !== undefined) return this.load(label, before, 'puts back what was there');
    const file = this.daemonFile(label);
    return [
      ...this.unload(label, `ends ${label}`),
      {
        as: 'root',
        command: formatCommand(['/bin/rm', '-f', file]),
        why: 'there was none before',
        run: async () =>
          rootFiles(this.#machine.options.root)
            .remove(file)
            .then(() => 'removed'),
      },
    ];
  }

  /** Switches a person's agent off, so that it does not run beside its daemon. */
  switchOff({ label }: Pick<SavedAgent, 'label'>): Step[] {
    return [
      this.#bootout('person', `${this.#domain}/${label}`, `${label} must not run twice`),
      this.#person(['disable', `${this.#domain}/${label}`], 'nor at the next login'),
    ];
  }

  /** As it was: enabled or not, loaded or not. */
  switchBack({ label, file, loaded, disabled }: SavedAgent): Step[] {
    const target = `${this.#domain}/${label}`;
    return [
      this.#person(['enable', target], 'it is an agent again'),
      ...(loaded ? [this.#bootstrap('person', this.#domain, file)] : []),
      ...(disabled ? [this.#person(['disable', target], 'it was disabled before')] : []),
    ];
  }

  daemonFile(label: string): string {
    return join(this.#places.daemons, `${label}.plist`);
  }

  restore(saved: Saved, change: Readonly<Record<string, string>>): Step[] {
    const { caffeinate } = this.#places;
    return [
      ...this.power(change, 'the machine stays awake while it is on its charger'),
      ...this.load(CAFFEINATE_LABEL, caffeinatePlist(caffeinate), 'keeps it awake whatever pmset says'),
      ...saved.agents.flatMap((agent) => [
        ...this.switchOff(agent),
        ...this.load(agent.label, agent.daemon, `${agent.label} runs while nobody is logged in`),
      ]),
    ];
  }

  rollback(saved: Saved): Step[] {
    return [
      ...saved.agents.flatMap((agent) => [
        ...this.putBack(agent.label, agent.daemonBefore),
        ...this.switchBack(agent),
      ]),
      ...this.putBack(CAFFEINATE_LABEL, saved.caffeinateBefore),
      ...this.power(saved.power, 'as it was'),
    ];
  }

  get #places() {
    return this.#machine.options.places;
  }

  get #domain(): string {
    return `gui/${this.#machine.options.launchctl.uid}`;
  }

  #root(command: RootCommand, why: string): Step {
    const { root } = this.#machine.options;
    return {
      as: 'root',
      command: formatCommand(command),
      why,
      run: async () => (await mustRun(root, command)).trim(),
    };
  }

  #person(args: readonly string[], why: string): Step {
    return {
      as: 'person',
      command: formatCommand([this.#places.launchctl, ...args]),
      why,
      run: async () => {
        const { code, err } = await this.#launchctl('person', args);
        if (code !== 0) throw failed(args, code, err);
        return '';
      },
    };
  }

  #bootout(as: 'root' | 'person', target: string, why: string): Step {
    const args = ['bootout', target];
    return {
      as,
      command: formatCommand([this.#places.launchctl, ...args]),
      why,
      run: async () => {
        const { code, err } = await this.#launchctl(as, args);
        if (!GONE.has(code)) throw failed(args, code, err);
        const gone = await until(async () => (await this.#machine.service(target)) === undefined);
        if (!gone) throw new LukaError('root_failed', { message: `launchd does not let go of ${target}` });
        return code === 0 ? 'ended' : 'was not loaded';
      },
    };
  }

  #bootstrap(as: 'root' | 'person', domain: string, file: string): Step {
    const args = ['bootstrap', domain, file];
    return {
      as,
      command: formatCommand([this.#places.launchctl, ...args]),
      why: 'launchd loads it',
      run: async () => {
        let answer = await this.#launchctl(as, args);
        await until(async () => {
          if (!NOT_YET.has(answer.code)) return true;
          answer = await this.#launchctl(as, args);
          return false;
        });
        if (answer.code !== 0) throw failed(args, answer.code, answer.err);
        return 'loaded';
      },
    };
  }

  #launchctl(as: 'root' | 'person', args: readonly string[]) {
    const { launchctl, root } = this.#machine.options;
    return as === 'person' ? launchctl.run(args) : root.run([this.#places.launchctl, ...args]);
  }
}

async function until(reached: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  for (let pause = 50; ; pause = Math.min(1_000, pause * 2)) {
    if (await reached()) return true;
    if (performance.now() > end) return false;
    await sleep(pause);
  }
}

function failed(args: readonly string[], code: number, err: string): LukaError {
  return new LukaError('root_failed', {
    message: `launchctl ${args.join(' ')} ended with ${code}: ${err.trim() || 'it said nothing'}`,
  });
}
