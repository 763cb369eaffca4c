/** Wakes for important tasks that are due next: what the system has, what it lacks, and the way there. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { priorityRank, type Priority } from '#shared/nouns/priority.ts';
import type { ScheduledPowerEvent, WakePlan, WakePlans } from '#shared/nouns/power-report.ts';
import type { Upcoming } from '#shared/nouns/slot.ts';
import { isoAt, type Clock } from '../../clock.ts';
import { formatCommand, mustRun, type RootShell } from '../../root/root-shell.ts';
import type { WakeTool } from './wake-tool.ts';

/** Before the moment: until a Mac is up and its network too. */
export const AHEAD_MS = 120_000;
/** A wake that is nearer than this is too late to be planned. */
const TOO_NEAR_MS = 30_000;
const HORIZON_MS = 7 * 86_400_000;
const MOST = 20;

export interface WakePlannerOptions {
  readonly clock: Clock;
  /** Undefined where wakes cannot be planned. */
  readonly tool: WakeTool | undefined;
  /** Undefined where nothing may be done as root without a person. */
  readonly root: RootShell | undefined;
  /** The first moment of a task in that time. @throws LukaError task_unknown */
  readonly due: (task: string, from: number, to: number) => Upcoming | undefined;
  readonly tasks: () => readonly { readonly id: string; readonly priority: Priority }[];
}

export class WakePlanner {
  readonly #options: WakePlannerOptions;

  constructor(options: WakePlannerOptions) {
    this.#options = options;
  }

  /** @param task this one's next moment, too, however important it is. @throws LukaError task_unknown */
  async plans(task?: string): Promise<WakePlans> {
    const { tool, root } = this.#options;
    const important = this.#important(task);
    if (!tool)
      return {
        plans: important.map(unknownWake),
        scheduled: [],
        rootAtHand: false,
        message: 'no wake can be planned on this system: pmset(1) of macOS does it',
      };
    const rootAtHand = root !== undefined;
    try {
      const scheduled = await tool.scheduled();
      return { plans: important.map((due) => this.#plan(due, tool, scheduled)), scheduled, rootAtHand };
    } catch (error) {
      return {
        plans: important.map(unknownWake),
        scheduled: [],
        rootAtHand,
        message: `what is planned cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }

  /** The next wake of a task, however important it is. @throws LukaError task_unknown, wake_not_due, wake_unsupported */
  async of(task: string): Promise<WakePlan> {
    const tool = this.#tool();
    const next = this.#next(task);
    if (!next) throw new LukaError('wake_not_due', { message: `nothing of ${task} is due within 7 days` });
    return this.#plan(next, tool, await tool.scheduled());
  }

  /**
   * Has the system wake for it, and reads back that it will.
   * @throws LukaError as `of`; root_absent, root_failed, wake_unverified
   */
  async plan(task: string, root = this.#options.root): Promise<WakePlan> {
    const plan = await this.of(task);
    if (plan.state === 'planned') return plan;
    return this.#carryOut(plan, 'planned', root);
  }

  /** @throws as `plan` */
  async cancel(task: string, root = this.#options.root): Promise<WakePlan> {
    const plan = await this.of(task);
    if (plan.state !== 'planned') return plan;
    return this.#carryOut(plan, 'absent', root);
  }

  async #carryOut(
    plan: WakePlan,
    wanted: 'planned' | 'absent',
    root: RootShell | undefined,
  ): Promise<WakePlan> {
    const tool = this.#tool();
    const at = Date.parse(plan.wake);
    const command = wanted === 'planned' ? tool.plan(at) : tool.cancel(at);
    if (!root)
      throw new LukaError('root_absent', { remedy: `do it on a terminal: sudo ${formatCommand(command)}` });
    await mustRun(root, command);
    const now = { ...plan, state: stateOf(at, await tool.scheduled()) };
    if (now.state !== wanted)
      throw new LukaError('wake_unverified', {
        message: `the system ${wanted === 'planned' ? 'does not list' : 'still lists'} the wake at ${plan.wake}`,
      });
    return now;
  }

  #tool(): WakeTool {
    const { tool } = this.#options;
    if (!tool) throw new LukaError('wake_unsupported');
    return tool;
  }

  #plan(due: Upcoming, tool: WakeTool, scheduled: readonly ScheduledPowerEvent[]): WakePlan {
    const plan = wakeFor(due);
    const at = Date.parse(plan.wake);
    const state = stateOf(at, scheduled);
    const command = state === 'planned' ? tool.cancel(at) : tool.plan(at);
    return { ...plan, state, command: `sudo ${formatCommand(command)}`, argv: [...command] };
  }

  /** The next moment of each important task: its priority says so. */
  #important(also?: string): Upcoming[] {
    const asked = also === undefined ? [] : [this.#next(also) ?? []].flat();
    const others = this.#options
      .tasks()
      .filter(({ id, priority }) => id !== also && priorityRank(priority) <= priorityRank('high'))
      .flatMap(({ id }) => this.#next(id) ?? [])
      .filter(({ obstacle }) => obstacle === undefined);
    return [...asked, ...others].sort((a, b) => a.due.localeCompare(b.due)).slice(0, MOST);
  }

  #next(task: string): Upcoming | undefined {
    const { clock, due } = this.#options;
    const from = clock.now() + AHEAD_MS + TOO_NEAR_MS;
    return due(task, from, from + HORIZON_MS);
  }
}

function unknownWake(due: Upcoming): WakePlan {
  return { ...wakeFor(due), state: 'cannot_tell' };
}

/** pmset takes whole seconds. */
function wakeFor({ task, title, due }: Upcoming): Omit<WakePlan, 'state'> {
  const at = Math.floor((Date.parse(due) - AHEAD_MS) / 1_000) * 1_000;
  return { task, title, due, wake: isoAt(at) };
}

function stateOf(at: number, scheduled: readonly ScheduledPowerEvent[]): 'planned' | 'absent' {
  const wakes = scheduled.filter(({ type }) => type.startsWith('wake'));
  return wakes.some((event) => event.at !== undefined && Date.parse(event.at) === at) ? 'planned' : 'absent';
}
