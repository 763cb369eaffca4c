/** Makes a Mac one that never sleeps, says whether it still is, and makes it what it was. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { HeadlessReport, HeadlessStep } from '#shared/nouns/headless.ts';
import { isoAt, type Clock } from '../../clock.ts';
import { lintPlist } from '../../launchd/lint/lint-plist.ts';
import type { MachineFacts } from '../../launchd/lint/facts.ts';
import { checkHeadless } from './checks.ts';
import { CAFFEINATE_LABEL, daemonOf } from './daemon-plists.ts';
import type { HeadlessMachine } from './headless-machine.ts';
import { writeHeadlessReport } from './headless-report.ts';
import { powerChanges } from './power-values.ts';
import type { Saved, SavedAgent, SavedFile } from './saved-state.ts';
import { HeadlessSteps, type Step } from './steps.ts';

export interface HeadlessOptions {
  readonly machine: HeadlessMachine;
  readonly saved: SavedFile;
  readonly facts: MachineFacts;
  readonly clock: Clock;
  /** Folder of reports. */
  readonly reports: string;
}

export interface HeadlessPlan {
  readonly action: 'restore' | 'rollback';
  readonly steps: readonly Step[];
  readonly saved: Saved;
  readonly notes: readonly string[];
}

export class HeadlessRestore {
  readonly #options: HeadlessOptions;
  readonly #steps: HeadlessSteps;

  constructor(options: HeadlessOptions) {
    this.#options = options;
    this.#steps = new HeadlessSteps(options.machine);
  }

  /**
   * Changes nothing.
   * @param labels agents that become daemons, besides those that are already
   * @throws LukaError agent_unknown, agent_invalid, launchd_absent
   */
  async planRestore(labels: readonly string[]): Promise<HeadlessPlan> {
    const { machine, saved: file } = this.#options;
    const known = await file.read();
    const now = await machine.power();
    const { change, absent } = powerChanges(now);
    const before = Object.keys(change).map((name) => [name, now.get(name) ?? ''] as const);
    const added = labels.filter((label) => !known?.agents.some((agent) => agent.label === label));
    const caffeinateBefore = known
      ? known.caffeinateBefore
      : await machine.file(this.#steps.daemonFile(CAFFEINATE_LABEL));
    const saved: Saved = {
      at: known?.at ?? this.#now(),
      // What was saved first is how it was: by now some of it may be changed already.
      power: { ...Object.fromEntries(before), ...known?.power },
      ...(caffeinateBefore === undefined ? {} : { caffeinateBefore }),
      agents: [
        ...(known?.agents ?? []),
        ...(await Promise.all(added.map((label) => this.#migration(label)))),
      ],
    };
    const notes = absent.map((name) => `this machine has no ${name}`);
    return { action: 'restore', steps: this.#steps.restore(saved, change), saved, notes };
  }

  /** Changes nothing. @throws LukaError release_unknown where nothing was saved */
  async planRollback(): Promise<HeadlessPlan> {
    const saved = await this.#mustHave();
    return { action: 'rollback', steps: this.#steps.rollback(saved), saved, notes: [] };
  }

  /** Does what was planned, and looks at it. A restore that fails is rolled back. */
  async carryOut(plan: HeadlessPlan): Promise<HeadlessReport> {
    const { saved: file } = this.#options;
    if (plan.action === 'restore') await file.write(plan.saved);
    const steps: HeadlessStep[] = [];
    let message: string | undefined;
    let checks: HeadlessReport['checks'] = [];
    let outcome: HeadlessReport['outcome'] = 'done';
    try {
      await this.#run(plan.steps, steps, 'done');
      checks = await this.#check(plan);
      const failed = checks.filter(({ ok }) => !ok);
      if (failed.length > 0)
        throw new LukaError('root_failed', {
          message: failed.map(({ name, note }) => `${name}: ${note}`).join('\n'),
        });
      if (plan.action === 'rollback') await file.remove();
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
      outcome = plan.action === 'restore' ? await this.#goBack(plan.saved, steps) : 'stuck';
    }
    return this.#tell({ action: plan.action, outcome, steps, checks, notes: plan.notes, message });
  }

  /** @throws LukaError release_unknown where nothing was done here */
  async verify(): Promise<HeadlessReport> {
    const checks = await checkHeadless(this.#options.machine, this.#steps, await this.#mustHave());
    const outcome = checks.every(({ ok }) => ok) ? 'done' : 'failed';
    return this.#tell({ action: 'verify', outcome, steps: [], checks, notes: [], message: undefined });
  }

  async #goBack(saved: Saved, steps: HeadlessStep[]): Promise<'rolled_back' | 'stuck'> {
    try {
      await this.#run(this.#steps.rollback(saved), steps, 'undone');
      await this.#options.saved.remove();
      return 'rolled_back';
    } catch {
      // Which step, and why, stands in the steps; what was saved stays for the next try.
      return 'stuck';
    }
  }

  async #run(plan: readonly Step[], steps: HeadlessStep[], state: 'done' | 'undone'): Promise<void> {
    for (const { as, command, why, run } of plan) {
      try {
        steps.push({ as, command, why, state, note: await run() });
      } catch (error) {
        const note = error instanceof Error ? error.message : String(error);
        steps.push({ as, command, why, state: 'failed', note });
        throw error;
      }
    }
  }

  async #check(plan: HeadlessPlan): Promise<HeadlessReport['checks']> {
    const { machine } = this.#options;
    if (plan.action === 'restore') return checkHeadless(machine, this.#steps, plan.saved);
    const now = await machine.power();
    return Object.entries(plan.saved.power).map(([name, value]) => ({
      name: `pmset ${name}`,
      ok: now.get(name) === value,
      note: `${now.get(name) ?? 'nothing'}; before it was ${value}`,
    }));
  }

  async #migration(label: string): Promise<SavedAgent> {
    const { machine, facts } = this.#options;
    const { file, text } = await machine.agent(label);
    const daemon = daemonOf(text, machine.options.person);
    const target = this.#steps.daemonFile(label);
    const errors = (await lintPlist(Buffer.from(daemon), target, facts)).filter(
      ({ severity }) => severity === 'error',
    );
    if (errors.length > 0)
      throw new LukaError('agent_invalid', {
        message: `${file}: ${errors.map(({ message }) => message).join('; ')}`,
        remedy: 'mend it first: luka agents lint',
      });
    const daemonBefore = await machine.file(target);
    return {
      label,
      file,
      loaded: (await machine.service(`gui/${machine.options.launchctl.uid}/${label}`)) !== undefined,
      disabled: await machine.isDisabled(label),
      ...(daemonBefore === undefined ? {} : { daemonBefore }),
      daemon,
    };
  }

  async #mustHave(): Promise<Saved> {
    const saved = await this.#options.saved.read();
    if (saved) return saved;
    throw new LukaError('release_unknown', {
      message: 'nothing was restored on this machine',
      remedy: 'run: luka power headless restore',
    });
  }

  async #tell(
    report: Omit<HeadlessReport, 'at' | 'message' | 'notes'> & {
      message: string | undefined;
      notes: readonly string[];
    },
  ): Promise<HeadlessReport> {
    const { message, notes, ...rest } = report;
    return writeHeadlessReport(this.#options.reports, {
      ...rest,
      notes: [...notes],
      at: this.#now(),
      ...(message === undefined ? {} : { message }),
    });
  }

  #now(): string {
    return isoAt(this.#options.clock.now());
  }
}
