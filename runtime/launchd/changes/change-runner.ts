/** Brings a planned change about, step by step; undoes it where a step fails; and deals with what a crash has left. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentChange, ChangeStep } from '#shared/nouns/agent.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { replaceFile } from '../../home/atomic-file.ts';
import { bytesOf, StepFailed, type ChangePlan } from './change-plan.ts';
import type { ChangeRows, ChangeTexts, GoingChange, StepNote } from './change-rows.ts';
import { differencesTo } from './differences.ts';
import { MOVE_STEPS } from './mover.ts';
import { removeLeftovers } from './plist-files.ts';
import { verifyChange, type VerifyOptions } from './verify-change.ts';

export interface ChangeRunnerOptions extends VerifyOptions {
  readonly rows: ChangeRows;
  /** Where plists are kept as they were, for a person without Luka. */
  readonly snapshots: string;
  readonly onError: (error: unknown) => void;
}

const UNDO_ATTEMPTS = 3;

interface Running {
  readonly id: number;
  readonly plan: ChangePlan;
  readonly actor: Actor;
  readonly steps: StepNote[];
}

export class ChangeRunner {
  readonly #options: ChangeRunnerOptions;

  constructor(options: ChangeRunnerOptions) {
    this.#options = options;
  }

  /**
   * @param lintNote what lint had to say
   * @returns the change as it ended: done, rolled back, or stuck
   * @throws LukaError disk_full, ledger_unavailable where the journal cannot be written
   */
  async run(plan: ChangePlan, texts: ChangeTexts, actor: Actor, lintNote: string): Promise<AgentChange> {
    const { rows } = this.#options;
    const steps: StepNote[] = [{ step: 'lint', state: 'done', note: lintNote }];
    const change = { id: await rows.add(plan, texts, actor, steps), plan, actor, steps };
    let at: ChangeStep = 'snapshot';
    try {
      steps.push({ step: at, state: 'done', note: await this.#snapshot(change) });
      for (const step of MOVE_STEPS) {
        at = step;
        await rows.begin(change.id, step, steps);
        steps.push(noteOf(step, await this.#options.mover.step(step, plan, 'after')));
      }
      at = 'verify';
      await rows.begin(change.id, at, steps);
      steps.push({ step: at, state: 'done', note: await verifyChange(plan, this.#options) });
    } catch (error) {
      const why = this.#reasonOf(error);
      steps.push({ step: at, state: 'failed', note: why });
      await this.#undo(change, `${at} failed: ${why}`);
      return rows.get(change.id)!;
    }
    await rows.end(change, 'done', steps);
    return rows.get(change.id)!;
  }

  /** Finishes or undoes what a crash has left. A change that launchd cannot be asked about is left for the next start. */
  async recover(change: GoingChange): Promise<void> {
    for (const { path } of change.plan.files) await removeLeftovers(path);
    // All was done, and only its proof was missing.
    if (change.begun === 'verify') {
      try {
        const note = await verifyChange(change.plan, this.#options);
        change.steps.push({ step: 'verify', state: 'done', note: `${note} (after a restart of Luka)` });
        await this.#options.rows.end(
          change,
          'done',
          change.steps,
          'Luka ended while it was verified; it holds',
        );
        return;
      } catch (error) {
        if (isOutOfReach(error)) throw error;
        change.steps.push({ step: 'verify', state: 'failed', note: this.#reasonOf(error) });
      }
    } else if (change.begun) {
      change.steps.push({ step: change.begun, state: 'failed', note: 'Luka ended while it was done' });
    }
    await this.#undo(change, `Luka ended during ${change.begun ?? 'it'}`, true);
  }

  async #snapshot({ id, plan }: Running): Promise<string> {
    const kept: string[] = [];
    await mkdir(this.#options.snapshots, { recursive: true, mode: 0o700 });
    for (const [index, { before }] of plan.files.entries()) {
      if (before === null) continue;
      const name = `${id}${index === 0 ? '' : `-${index}`}-${plan.label.replaceAll(/[^\w.-]/g, '_').slice(0, 100)}.plist`;
      const path = join(this.#options.snapshots, name);
      await replaceFile(path, bytesOf(before)!);
      kept.push(path);
    }
    const loaded = plan.jobs.map(({ label, before }) => `${label} was ${before.loaded ? '' : 'not '}loaded`);
    return [...(kept.length > 0 ? kept : ['there was no file']), ...loaded].join('; ');
  }

  async #undo(change: Running, why: string, isRecovery = false): Promise<void> {
    const { rows, mover, limits } = this.#options;
    const { plan, steps } = change;
    let left: string[] = [];
    let trouble = '';
    for (let attempt = 0; attempt < UNDO_ATTEMPTS; attempt += 1) {
      if (attempt > 0) await mover.pause(limits.lookMs);
      trouble = '';
      try {
        // In their order, and none after one that failed: a plist is never put under a job that was not let go.
        for (const step of MOVE_STEPS) await mover.step(step, plan, 'before');
      } catch (error) {
        if (isRecovery && isOutOfReach(error)) throw error;
        trouble = this.#reasonOf(error);
      }
      left = await differencesTo(plan, 'before', mover);
      if (left.length === 0) break;
    }
    const marked = left.length === 0 ? steps.map(undone) : steps;
    if (left.length === 0) {
      const also = trouble === '' ? '' : ` (${trouble})`;
      await rows.end(change, 'rolled_back', marked, `${why}; everything is as it was before${also}`);
    } else {
      const also = trouble === '' ? '' : `; undoing failed: ${trouble}`;
      await rows.end(change, 'stuck', marked, `${why}${also}. Not as before: ${left.join('; ')}`);
    }
  }

  #reasonOf(error: unknown): string {
    // What is no expected failure is a bug: it is undone like any other, and told.
    const isExpected = error instanceof StepFailed || error instanceof LukaError || isSystemError(error);
    if (!isExpected) this.#options.onError(error);
    return error instanceof Error ? error.message : String(error);
  }
}

function noteOf(step: ChangeStep, done: string | undefined): StepNote {
  return done === undefined
    ? { step, state: 'skipped', note: 'there was nothing to do' }
    : { step, state: 'done', note: done };
}

/** Steps that moved something, and were moved back. */
function undone({ step, state, note }: StepNote): StepNote {
  return { step, state: isMove(step) && state === 'done' ? 'undone' : state, note };
}

function isMove(step: ChangeStep): boolean {
  return (MOVE_STEPS as readonly ChangeStep[]).includes(step);
}

function isOutOfReach(error: unknown): boolean {
  return error instanceof LukaError && ['launchd_absent', 'launchctl_silent'].includes(error.code);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'errno' in error;
}
