/**
 * Moves files and jobs to one side of a plan, step by step. Each step looks at how things are and does only what is
 * missing, so that it may be done twice, or after another one was half done.
 */
import type { ChangeStep } from '#shared/nouns/agent.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Clock } from '../../clock.ts';
import type { Launchctl } from '../launchctl/launchctl.ts';
import { explainLaunchctlCode, formatLaunchctlCode } from '../launchctl/launchctl-codes.ts';
import {
  bytesOf,
  imageAt,
  sameBytes,
  sameImage,
  StepFailed,
  type ChangePlan,
  type PlannedJob,
  type Side,
} from './change-plan.ts';
import { jobFactsOf } from './job-facts.ts';
import { isLeaving, isLoadedFrom, LaunchdView } from './launchd-view.ts';
import { makeFolders, missingFolders, removeFolders } from './log-folders.ts';
import { readImage, writeImage } from './plist-files.ts';

export interface ChangeLimits {
  /** How long a job may take to be gone, ms. */
  readonly goneMs: number;
  /** How long loading is tried, ms. */
  readonly loadMs: number;
  /** Between two looks, ms. */
  readonly lookMs: number;
  /** How long a job may take to come up, ms. */
  readonly startMs: number;
  /** How long it has to stay up, ms. */
  readonly stayMs: number;
}

export const CHANGE_LIMITS: ChangeLimits = {
  goneMs: 20_000,
  loadMs: 15_000,
  lookMs: 150,
  startMs: 15_000,
  stayMs: 1_500,
};

export type MoveStep = Exclude<ChangeStep, 'lint' | 'snapshot' | 'verify'>;
export const MOVE_STEPS = ['bootout', 'write', 'enable', 'bootstrap', 'kickstart'] as const;

export interface MoverOptions {
  readonly launchctl: Launchctl;
  readonly clock: Clock;
  readonly limits: ChangeLimits;
}

/** It is on its way out. */
const GOING = new Set([36, 37]);
/** launchd is about to load it, or about to let it go: it may be tried again. */
const MAY_PASS = new Set([0, 5, 36, 37]);

export class Mover {
  readonly view: LaunchdView;
  readonly #options: MoverOptions;

  constructor(options: MoverOptions) {
    this.#options = options;
    this.view = new LaunchdView(options.launchctl);
  }

  /**
   * @returns what was done, or undefined where there was nothing to do
   * @throws StepFailed, LukaError, and errors of the file system
   */
  async step(step: MoveStep, plan: ChangePlan, side: Side): Promise<string | undefined> {
    const done: string[] = [];
    if (step === 'write') done.push(...(await this.#write(plan, side)));
    else for (const job of plan.jobs) done.push(...(await this.#stepOf(step, job, plan, side)));
    return done.length === 0 ? undefined : done.join('; ');
  }

  async #stepOf(
    step: Exclude<MoveStep, 'write'>,
    job: PlannedJob,
    plan: ChangePlan,
    side: Side,
  ): Promise<string[]> {
    switch (step) {
      case 'bootout':
        return this.#bootout(job, plan, side);
      case 'enable':
        return this.#enable(job, plan, side);
      case 'bootstrap':
        return this.#bootstrap(job, plan, side);
      case 'kickstart':
        return this.#kickstart(job, plan, side);
    }
  }

  async #bootout(job: PlannedJob, plan: ChangePlan, side: Side): Promise<string[]> {
    const print = await this.view.service(job.domain, job.label);
    if (!print || !(await isLoadedFrom(print, job.path))) return [];
    const leaves = isLeaving(print);
    const stays =
      !leaves &&
      job[side].loaded &&
      !(plan.restart && (side === 'after' || (await hasFolders(plan)))) &&
      sameBytes(await readImage(job.path), imageAt(plan, job.path, side));
    if (stays) return [];
    const { code } = leaves ? { code: 0 } : await this.#run('bootout', `${job.domain}/${job.label}`);
    const mayGo = code === 0 || GOING.has(code);
    const patience = mayGo
      ? Math.max(this.#options.limits.goneMs, (print.exitTimeout ?? 0) * 1_000 + 5_000)
      : 0;
    if (!(await this.#isGone(job, patience))) {
      if (!mayGo) throw refused('bootout', job, code);
      throw new StepFailed(`${job.label} was still there ${patience / 1_000} s after its bootout`);
    }
    return [`launchd let ${job.label} go`];
  }

  async #isGone(job: PlannedJob, patience: number): Promise<boolean> {
    const end = this.#options.clock.monotonic() + patience;
    for (;;) {
      if (!(await this.view.service(job.domain, job.label))) return true;
      if (this.#options.clock.monotonic() >= end) return false;
      await this.pause(this.#options.limits.lookMs);
    }
  }

  async #write(plan: ChangePlan, side: Side): Promise<string[]> {
    const done: string[] = [];
    if (side === 'after' && plan.folders.length > 0) {
      await makeFolders(plan.folders);
      done.push(`made ${plan.folders.at(-1)}`);
    }
    for (const { path, before, after } of plan.files) {
      const target = side === 'before' ? before : after;
      const current = await readImage(path);
      if (sameImage(current, target)) continue;
      if (!sameBytes(current, before) && !sameBytes(current, after))
        throw new LukaError('agent_changed', {
          message: `${path} was changed by somebody else meanwhile, and is left as it is`,
        });
      await writeImage(path, target);
      done.push(target === null ? `removed ${path}` : `wrote ${path}`);
    }
    if (side === 'before' && plan.folders.length > 0) {
      const logs = plan.jobs.flatMap(
        (job) => jobFactsOf(bytesOf(imageAt(plan, job.path, 'after')))?.logs ?? [],
      );
      await removeFolders(plan.folders, logs);
    }
    return done;
  }

  /** By the store, else by the word of the plist that is there on that side. */
  async isDisabled(job: PlannedJob, plan: ChangePlan, side: Side): Promise<boolean> {
    const stored = await this.view.storedDisabled(job.domain, job.label);
    if (stored !== undefined) return stored;
    const facts = jobFactsOf(bytesOf(imageAt(plan, job.path, side)));
    return facts?.label === job.label && facts.disabled;
  }

  async #enable(job: PlannedJob, plan: ChangePlan, side: Side): Promise<string[]> {
    const { loaded, disabled } = job[side];
    // What is disabled cannot be loaded: one that was both is disabled after it.
    const wanted = disabled && !loaded;
    if ((await this.isDisabled(job, plan, side)) === wanted) return [];
    if (loaded && disabled && (await this.view.service(job.domain, job.label))) return [];
    return this.#setDisabled(job, plan, side, wanted);
  }

  async #setDisabled(job: PlannedJob, plan: ChangePlan, side: Side, disabled: boolean): Promise<string[]> {
    const verb = disabled ? 'disable' : 'enable';
    const { code } = await this.#run(verb, `${job.domain}/${job.label}`);
    if ((await this.isDisabled(job, plan, side)) !== disabled) {
      if (code !== 0) throw refused(verb, job, code);
      throw new StepFailed(`launchd took "${verb} ${job.label}" and did not do it`);
    }
    return [`${verb}d ${job.label}`];
  }

  async #bootstrap(job: PlannedJob, plan: ChangePlan, side: Side): Promise<string[]> {
    const { loaded, disabled } = job[side];
    if (!loaded) return [];
    const done: string[] = [];
    const { clock, limits } = this.#options;
    const end = clock.monotonic() + limits.loadMs;
    let code = 0;
    for (let tries = 0; ; tries += 1) {
      const print = await this.view.service(job.domain, job.label);
      if (print && !isLeaving(print) && !(await isLoadedFrom(print, job.path)))
        throw new StepFailed(`launchd has ${print.path} loaded as ${job.label}`);
      if (print && !isLeaving(print)) {
        if (tries > 0) done.push(`loaded ${job.label}${tries > 1 ? ` at attempt ${tries}` : ''}`);
        break;
      }
      if (!MAY_PASS.has(code)) throw refused('bootstrap', job, code);
      if (tries > 0 && clock.monotonic() >= end) throw refused(`bootstrap, tried ${tries} times,`, job, code);
      if (tries > 0) await this.pause(limits.lookMs);
      ({ code } = await this.#run('bootstrap', job.domain, job.path));
    }
    if (disabled && !(await this.isDisabled(job, plan, side)))
      done.push(...(await this.#setDisabled(job, plan, side, true)));
    return done;
  }

  /** Only what launchd should have started by itself, and has not. */
  async #kickstart(job: PlannedJob, plan: ChangePlan, side: Side): Promise<string[]> {
    const facts = jobFactsOf(bytesOf(imageAt(plan, job.path, side)));
    if (!job[side].loaded || !facts?.startsAtLoad) return [];
    const print = await this.view.service(job.domain, job.label);
    if (!print || print.pid !== undefined || (print.runs ?? 0) > 0) return [];
    const { code } = await this.#run('kickstart', `${job.domain}/${job.label}`);
    if (code !== 0 && code !== 37) throw refused('kickstart', job, code);
    return [`started ${job.label}${print.pended.length > 0 ? ', which launchd held back' : ''}`];
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.after(ms, resolve);
    });
  }

  #run(...args: string[]) {
    return this.#options.launchctl.run(args);
  }
}

function refused(verb: string, job: PlannedJob, code: number): StepFailed {
  return new StepFailed(
    `${verb} of ${job.label} ended with ${formatLaunchctlCode(code)} (${explainLaunchctlCode(code).meaning})`,
  );
}

/** Whether a change has made its folders: the job that uses them has to be let go before they are taken away. */
async function hasFolders({ folders }: ChangePlan): Promise<boolean> {
  return (await missingFolders(folders)).length < folders.length;
}
